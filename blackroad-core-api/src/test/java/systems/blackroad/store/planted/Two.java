package systems.blackroad.store.planted;

/** Planted against A5.store: three public types in an adapter. */
public interface Two {}
