package systems.blackroad.store.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;

/**
 * Tells listeners of this storage what changed, and passes it on to other nodes where there is a link to them. What is
 * not yet told is kept as a set of bounded size; past that it is "many". Thread-safe; lock order: none is held over a
 * listener's call or I/O.
 */
final class Hints implements AutoCloseable {

    /** The most keys in one hint; more are told as "many". */
    static final int MAX_KEYS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private final Topic sessions = new Topic();
    private final Topic jobs = new Topic();
    private final ExecutorService thread;
    private final @Nullable PostgresHints link;

    Hints(@Nullable PostgresHints link) {
        this.link = link;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "blackroad-jdbc-hints");
            worker.setDaemon(true);
            return worker;
        });
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
        if (!queues.isEmpty()) {
            jobs.tell(queues);
            if (link != null) {
                link.jobs(queues);
            }
        }
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
        thread.shutdownNow();
    }

    /** One listener's registration, told apart from another one of the same listener. */
    private static final class Registration {

        private final HintListener listener;

        Registration(HintListener listener) {
            this.listener = listener;
        }
    }

    /** What is still to be told about sessions, or about jobs. */
    private final class Topic {

        private final List<Registration> listeners = new CopyOnWriteArrayList<>();
        private final Pending pending = new Pending();

        /** Remembers {@code keys}, and has them told soon; those that come meanwhile are told with them. */
        void tell(Set<String> keys) {
            if (!listeners.isEmpty() && pending.add(keys)) {
                try {
                    thread.execute(this::dispatch);
                } catch (RejectedExecutionException e) {
                    LOG.debug("A hint came after close and is dropped", e);
                }
            }
        }

        private void dispatch() {
            Set<String> keys = pending.take();
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

    /** A bounded set of keys that turns into "many". */
    static final class Pending {

        /** Guards the fields below; a leaf, held for no call out. */
        private final ReentrantLock lock = new ReentrantLock();

        private final Set<String> keys = new HashSet<>();
        private boolean many;
        private boolean scheduled;

        /** Adds; returns whether nobody was asked yet to take. */
        boolean add(Set<String> more) {
            lock.lock();
            try {
                if (more.isEmpty() || keys.size() + more.size() > MAX_KEYS) {
                    many = true;
                } else {
                    keys.addAll(more);
                }
                boolean first = !scheduled;
                scheduled = true;
                return first;
            } finally {
                lock.unlock();
            }
        }

        /** Takes all; the empty set means many. */
        Set<String> take() {
            lock.lock();
            try {
                Set<String> taken = many ? Set.of() : Set.copyOf(keys);
                keys.clear();
                many = false;
                scheduled = false;
                return taken;
            } finally {
                lock.unlock();
            }
        }
    }
}
