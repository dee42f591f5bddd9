package systems.blackroad.api.store;

/** What an acknowledged write survives. Declared in rising order, so that classes compare with {@code compareTo}. */
public enum Durability {
    /** It lives with the process that keeps it. */
    D0,
    /** It survives the kill of any process, not a power cut of the store's server. */
    D1,
    /** It survives a power cut of the store's server. */
    D2
}
