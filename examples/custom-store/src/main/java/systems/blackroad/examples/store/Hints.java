package systems.blackroad.examples.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;

/** The listeners of one log. Thread-safe; they are called on the writer's thread, after the callers have their answers. */
final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    HintSubscription add(Object owner, HintListener listener) {
        Registration registration = new Registration(owner, listener);
        registrations.add(registration);
        return registration;
    }

    /** Ends what {@code owner} registered. */
    void removeAll(Object owner) {
        registrations.removeIf(registration -> registration.owner == owner);
    }

    void tell(Set<String> keys) {
        for (Registration registration : registrations) {
            registration.tell(keys);
        }
    }

    /** One registration; no record, because a listener may be registered twice. */
    private final class Registration implements HintSubscription {

        private final Object owner;
        private final HintListener listener;

        private Registration(Object owner, HintListener listener) {
            this.owner = owner;
            this.listener = listener;
        }

        private void tell(Set<String> keys) {
            try {
                listener.onHint(keys);
            } catch (RuntimeException | Error e) {
                LOG.warn("Hint listener {} failed; the others hear of it all the same", listener.getClass(), e);
            }
        }

        @Override
        public void close() {
            registrations.remove(this);
        }
    }
}
