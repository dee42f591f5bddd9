package systems.blackroad.api.store;

/** A listener's registration; closing it is idempotent, and the listener may be called once more while it happens. */
public interface HintSubscription extends AutoCloseable {

    @Override
    void close();
}
