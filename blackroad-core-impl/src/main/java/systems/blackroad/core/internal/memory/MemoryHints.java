package systems.blackroad.core.internal.memory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;

/** The listeners of one store, called on the writer's thread after the store's lock is free. Thread-safe. */
final class MemoryHints {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryHints.class);

    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    HintSubscription add(HintListener listener) {
        Registration registration = new Registration(listener);
        registrations.add(registration);
        return registration;
    }

    /** Tells every listener of {@code keys}; nothing if there are none. */
    void tell(Set<String> keys) {
        if (!keys.isEmpty()) {
            call(keys);
        }
    }

    /** Tells every listener to look at everything. */
    void tellMany() {
        call(Set.of());
    }

    private void call(Set<String> keys) {
        for (Registration registration : registrations) {
            try {
                registration.listener.onHint(keys);
            } catch (RuntimeException e) {
                LOG.warn("Hint listener {} failed; the write stands", registration.listener.getClass(), e);
            }
        }
    }

    /** One listener; equal only to itself, so that one listener may be registered twice. */
    private final class Registration implements HintSubscription {

        private final HintListener listener;

        private Registration(HintListener listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            registrations.remove(this);
        }
    }
}
