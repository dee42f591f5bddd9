package systems.blackroad.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;

/*
 * Two threads, each begun when first needed. The sender tells others what this storage wrote. A notification makes a commit
 * take a lock of the whole server, which would put concurrent commits in a row, so it goes out after them in a transaction
 * of its own, and no more often than OutgoingHints lets it; only the hint of an enqueue that comes after a pause rides in the
 * enqueue's commit, which saves a connection, a round trip and a commit. The listener holds one connection outside the pool
 * and hands on what comes. A payload reads <instance>:<s or j>:<keys, comma-separated, or none for many>.
 */
/** Hints between the nodes on one PostgreSQL server, by LISTEN and NOTIFY. Losing one costs a poll. Thread-safe. */
final class PostgresHints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresHints.class);

    /** A hint may be lost, so its commit waits for no disk. */
    private static final String NOTIFY = "select 1 from (select set_config('synchronous_commit', 'off', true),"
            + " pg_notify(:channel, :payload)) as sent";

    /** The hint of jobs of a caller's transaction: it is of no instance, so that this one hears it too. */
    static final String OF_CALLER = ":j:";

    private static final int LISTEN_MILLIS = 500;
    private static final long MAX_BACKOFF_MILLIS = 5000;

    private final Database db;
    private final String channel;
    private final String instance = UUID.randomUUID().toString().substring(0, 8);
    private final CountDownLatch listening = new CountDownLatch(1);
    /** Guards what is below; never held over I/O. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final OutgoingHints sessions = new OutgoingHints();
    private final OutgoingHints jobs = new OutgoingHints();
    /** Whether the sender waits for something to send, and not for its pause to end. */
    private boolean idle;

    private boolean closed;
    private @Nullable Thread sender;
    private @Nullable Thread listener;
    private Consumer<Set<String>> toSessions = keys -> {};
    private Consumer<Set<String>> toJobs = keys -> {};

    PostgresHints(Database db) {
        this.db = db;
        this.channel = db.sql("{ns}_hint");
    }

    /** Where received hints go; called once, before anything else. */
    void connect(Consumer<Set<String>> sessionHints, Consumer<Set<String>> jobHints) {
        lock.lock();
        try {
            toSessions = sessionHints;
            toJobs = jobHints;
        } finally {
            lock.unlock();
        }
    }

    void sessions(Set<String> keys) {
        add(sessions, keys);
    }

    void jobs(Set<String> queues) {
        add(jobs, queues);
    }

    private void add(OutgoingHints hints, Set<String> keys) {
        lock.lock();
        try {
            hints.add(keys);
            if (sender == null && !closed) {
                sender = start(this::send, "blackroad-jdbc-notifier");
            }
            if (idle) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The payload of the hint that an enqueue which begins now is to send with its commit; null if the sender is to. */
    @Nullable
    String ride() {
        lock.lock();
        try {
            return jobs.ride(db.nanos()) ? payload("j", Set.of()) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Begins to listen, and returns when the server confirmed it or it failed the first time. */
    void listen() {
        lock.lock();
        try {
            if (listener == null && !closed) {
                listener = start(this::receive, "blackroad-jdbc-listener");
            }
        } finally {
            lock.unlock();
        }
        try {
            if (!listening.await(db.options().callTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "PostgreSQL did not confirm LISTEN {} in time; changes of other nodes are polled for", channel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void send() {
        boolean failing = false;
        while (true) {
            List<String> payloads = new ArrayList<>();
            lock.lock();
            try {
                long now = awaitNext();
                if (closed) {
                    return;
                }
                if (sessions.left(now) == 0) {
                    payloads.add(payload("s", sessions.take(now)));
                }
                if (jobs.left(now) == 0) {
                    payloads.add(payload("j", jobs.take(now)));
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            failing = sendOnce(payloads, failing);
        }
    }

    /** Waits until something may go out, or this is closed, and returns the time; under the lock. */
    private long awaitNext() throws InterruptedException {
        long now = db.nanos();
        long left = Math.min(sessions.left(now), jobs.left(now));
        while (left > 0 && !closed) {
            idle = left == Long.MAX_VALUE;
            if (idle) {
                changed.await();
            } else {
                changed.awaitNanos(left);
            }
            now = db.nanos();
            left = Math.min(sessions.left(now), jobs.left(now));
        }
        idle = false;
        return now;
    }

    private boolean sendOnce(List<String> payloads, boolean failing) {
        try {
            payloads.forEach(this::notifyOthers);
            return false;
        } catch (BlackRoadException e) {
            if (!failing && !db.isClosed()) {
                LOG.warn("Hints to other nodes do not go out; these poll meanwhile", e);
            }
            return true;
        }
    }

    private void notifyOthers(String payload) {
        db.read(handle -> handle.createQuery(NOTIFY)
                .bind("channel", channel)
                .bind("payload", payload)
                .mapTo(Integer.class)
                .one());
    }

    private String payload(String topic, Set<String> keys) {
        return instance + ":" + topic + ":" + String.join(",", keys);
    }

    private void receive() {
        long backoff = 100;
        boolean warned = false;
        while (!isClosed()) {
            try (Connection connection = db.listenerConnection()) {
                listenOn(connection);
                // What was said while nobody listened is lost, so everything may have changed.
                if (warned) {
                    hand(Set.of(), Set.of());
                    LOG.info("Listening on {} again", channel);
                }
                warned = false;
                backoff = 100;
                pump(connection);
            } catch (SQLException | RuntimeException e) {
                db.connectionLost();
                if (!warned && !isClosed()) {
                    LOG.warn("PostgreSQL does not let this node listen; it polls until it can", e);
                }
                warned = true;
                listening.countDown();
                backoff = await(backoff);
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + channel);
        }
        listening.countDown();
    }

    private void pump(Connection connection) throws SQLException {
        Notifications notifications = Notifications.of(connection);
        while (!isClosed()) {
            notifications.await(LISTEN_MILLIS).forEach(this::receive);
        }
    }

    private void receive(String payload) {
        String[] parts = payload.split(":", 3);
        if (parts.length < 3 || parts[0].equals(instance)) {
            return;
        }
        Set<String> keys = parts[2].isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(parts[2].split(",")));
        if (parts[1].equals("s")) {
            hand(keys, null);
        } else {
            hand(null, keys);
        }
    }

    private void hand(@Nullable Set<String> forSessions, @Nullable Set<String> forJobs) {
        if (forSessions != null) {
            toSessions.accept(forSessions);
        }
        if (forJobs != null) {
            toJobs.accept(forJobs);
        }
    }

    /** Waits before the next try, and returns how long to wait before the one after. */
    private long await(long backoff) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(backoff);
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return Math.min(backoff * 2, MAX_BACKOFF_MILLIS);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed || Thread.currentThread().isInterrupted();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        @Nullable Thread[] threads;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            threads = new @Nullable Thread[] {sender, listener};
        } finally {
            lock.unlock();
        }
        try {
            for (Thread thread : threads) {
                if (thread != null) {
                    thread.join(db.options().callTimeout().toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
