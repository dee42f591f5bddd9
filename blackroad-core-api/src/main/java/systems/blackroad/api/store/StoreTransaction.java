package systems.blackroad.api.store;

/**
 * A transaction of the caller's own in which jobs are enqueued: they appear when it commits, and never if it rolls back.
 * Opaque; each store makes its own kind and refuses the others' with {@code STORE_UNSUPPORTED}.
 */
public interface StoreTransaction {

    /** What kind of transaction it is, for messages, for example {@code jdbc}. */
    String kind();
}
