package systems.blackroad.core.planted;

/** Planted against A10: a public exception without a code. */
public final class Uncoded extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Planted. */
    public Uncoded() {}
}
