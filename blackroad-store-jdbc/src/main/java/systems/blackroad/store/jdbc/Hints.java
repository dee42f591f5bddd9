package systems.blackroad.store.jdbc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;

/**
 * Tells listeners of this storage what changed, on the thread that changed it or heard of it, and passes it on to other
 * nodes where there is a link to them. Thread-safe; holds no lock.
 */
final class Hints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private final Topic sessions = new Topic();
    private final Topic jobs = new Topic();
    private final @Nullable PostgresHints link;

    Hints(@Nullable PostgresHints link) {
        this.link = link;
        if (link != null) {
            link.connect(sessions::tell, jobs::tell);
        }
    }

    /** Sessions that this storage appended to. */
    void sessions(Set<String> keys) {
        if (!keys.isEmpty()) {
            sessions.tell(keys);
            if (link != null) {
                link.sessions(keys);
            }
        }
    }

    /** Queues in which this storage made jobs claimable. */
    void jobs(Set<String> queues) {
        jobs(queues, null);
    }

    /** The same, after a commit that sent {@code rode} to the other nodes, if it is not null. */
    void jobs(Set<String> queues, @Nullable String rode) {
        if (!queues.isEmpty()) {
            jobs.tell(queues);
            if (link != null && rode == null) {
                link.jobs(queues);
            }
        }
    }

    /** What an enqueue that begins now is to send to other nodes with its commit, or null for nothing. */
    @Nullable
    String rideJobs() {
        return link == null ? null : link.ride();
    }

    HintSubscription onSessions(HintListener listener) {
        return subscribe(sessions, listener);
    }

    HintSubscription onJobs(HintListener listener) {
        return subscribe(jobs, listener);
    }

    private HintSubscription subscribe(Topic topic, HintListener listener) {
        Registration registration = new Registration(listener);
        topic.listeners.add(registration);
        if (link != null) {
            link.listen();
        }
        return () -> topic.listeners.remove(registration);
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }

    /** One listener's registration, told apart from another one of the same listener. */
    private static final class Registration {

        private final HintListener listener;

        Registration(HintListener listener) {
            this.listener = listener;
        }
    }

    /** Those who listen for sessions, or for jobs. */
    private static final class Topic {

        private final List<Registration> listeners = new CopyOnWriteArrayList<>();

        /** Tells everyone; what has been written stands, whatever they do. */
        void tell(Set<String> keys) {
            for (Registration registration : listeners) {
                try {
                    registration.listener.onHint(keys);
                } catch (RuntimeException e) {
                    LOG.error(
                            "Hint listener {} failed; the others hear of the change all the same",
                            registration.listener.getClass().getName(),
                            e);
                }
            }
        }
    }
}
