package systems.blackroad.store.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Verdict;
import systems.blackroad.testkit.ManualClock;
import systems.blackroad.testkit.store.CallerTransactions;

/** One of several that do whatever may be done to queues, at random: a node after the other, and people. Used by one thread. */
final class StressCaller {

    static final QueueName STEADY = QueueName.of("steady");
    static final QueueName NARROW = QueueName.of("narrow");
    static final QueueName CHANGING = QueueName.of("changing");
    static final QueueName FREE = QueueName.of("free");
    static final List<QueueName> QUEUES = List.of(STEADY, NARROW, CHANGING, FREE);
    static final List<String> TYPES = List.of("report", "mail");
    static final UserId ADA = UserId.of("ada");

    private static final Duration LEASE = Duration.ofMillis(300);
    private static final int WAITING = 40;

    private final String name;
    private final JobStore jobs;
    private final StressRecord record;
    private final ManualClock clock;
    private final Random random;
    private final CallerTransactions transactions;
    private final boolean hasServer;
    private final Map<JobId, StressRecord.Run> held = new HashMap<>();
    private final AtomicInteger enqueued = new AtomicInteger();
    private int nodes;
    private NodeId node;
    private long sequence;

    StressCaller(
            String name, JobStore jobs, StressRecord record, ManualClock clock, Random random, JdbcFixture fixture) {
        this.name = name;
        this.jobs = jobs;
        this.record = record;
        this.clock = clock;
        this.random = random;
        this.transactions = fixture.transactions().orElseThrow();
        this.hasServer = !(fixture instanceof SqliteFixture);
        this.node = NodeId.of(name);
        register();
    }

    /** Does one thing, and lets a moment pass. */
    void act() throws Exception {
        int what = random.nextInt(100);
        if (what < 45) {
            exchange();
        } else if (what < 55) {
            heartbeat();
        } else if (what < 57) {
            leave();
        } else if (what < 62) {
            rescue(1 + random.nextInt(50));
        } else if (what < 79) {
            enqueue();
        } else if (what < 88) {
            oneJob();
        } else if (what < 92) {
            manyJobs();
        } else if (what < 97) {
            settings();
        } else {
            note();
        }
        clock.advance(Duration.ofMillis(random.nextInt(3)));
    }

    private void register() {
        node = NodeId.of(name + "-" + nodes++);
        sequence = 0;
        held.clear();
        beat(Map.of());
    }

    private void exchange() {
        Map<StressRecord.Run, Verdict> verdicts = new LinkedHashMap<>();
        for (StressRecord.Run run : List.copyOf(held.values())) {
            if (random.nextInt(3) > 0) {
                verdicts.put(run, verdict());
            }
        }
        exchange(verdicts, random.nextInt(6) == 0 ? null : wish(), random.nextInt(8) == 0);
    }

    /** An exchange; {@code late} if another one of its node is to overtake it. */
    private ExchangeResult exchange(Map<StressRecord.Run, Verdict> verdicts, @Nullable Claim wish, boolean late) {
        sequence += 2;
        if (late) {
            jobs.exchange(new Exchange(node, sequence, List.of(), null));
        }
        List<Settlement> settlements = new ArrayList<>();
        StressRecord.Began began = record.begin();
        verdicts.forEach((run, verdict) -> {
            boolean waits = verdict instanceof Verdict.Retry || verdict instanceof Verdict.Released;
            record.mayEnd(run, !waits, began.at);
            settlements.add(new Settlement(run.job(), run.token(), verdict));
            held.remove(run.job());
        });
        ExchangeResult result = jobs.exchange(new Exchange(node, late ? sequence - 1 : sequence, settlements, wish));
        StressRecord.Call call = began.ended();
        for (ClaimedJob job : result.claimed()) {
            held.put(job.id(), record.claimed(node, job, call));
        }
        if (!result.nodeLive()) {
            register();
        }
        return result;
    }

    /** Completes what it runs, and takes what it can get; if that is nothing, lets time pass and looks after lost runs. */
    boolean complete() {
        Map<JobId, Long> told = new HashMap<>();
        held.values().forEach(run -> told.put(run.job(), run.token()));
        beat(told);
        Map<StressRecord.Run, Verdict> verdicts = new LinkedHashMap<>();
        held.values().forEach(run -> verdicts.put(run, new Verdict.Completed(null)));
        ExchangeResult result = exchange(verdicts, new Claim(Set.copyOf(TYPES), 50, true), false);
        boolean any = !verdicts.isEmpty() || !result.claimed().isEmpty();
        if (!any) {
            rescue(1000);
            clock.advance(result.nextDue().orElse(Duration.ofMillis(1)));
        }
        return any;
    }

    private Verdict verdict() {
        return switch (random.nextInt(8)) {
            case 0 -> new Verdict.Failed("no");
            case 1 -> new Verdict.Retry(Due.after(Duration.ofMillis(random.nextInt(12))), "later");
            case 2 -> new Verdict.Cancelled();
            case 3 -> new Verdict.Released();
            default -> new Verdict.Completed(null);
        };
    }

    private Claim wish() {
        Set<String> types = random.nextInt(3) == 0 ? Set.of(TYPES.get(random.nextInt(2))) : Set.copyOf(TYPES);
        Set<QueueName> queues = random.nextInt(4) == 0 ? Set.of(queue()) : Set.of();
        return new Claim(types, 1 + random.nextInt(4), random.nextBoolean(), queues);
    }

    private QueueName queue() {
        return QUEUES.get(random.nextInt(QUEUES.size()));
    }

    private void heartbeat() {
        Map<JobId, Long> told = new HashMap<>();
        for (StressRecord.Run run : List.copyOf(held.values())) {
            if (random.nextInt(8) > 0) {
                told.put(run.job(), run.token());
            } else {
                held.remove(run.job());
                record.mayEnd(run, false, record.begin().at);
            }
        }
        beat(told);
    }

    private void beat(Map<JobId, Long> told) {
        Instant from = clock.instant();
        HeartbeatResult result = jobs.heartbeat(new Heartbeat(node, "host", "1", LEASE, sequence, told));
        if (result.live()) {
            record.live(node, from.plus(LEASE));
            result.lost().forEach(held::remove);
        } else {
            register();
        }
    }

    private void leave() {
        long at = record.begin().at;
        held.values().forEach(run -> record.mayEnd(run, false, at));
        jobs.leave(node);
        register();
    }

    private void rescue(int limit) {
        StressRecord.Began began = record.begin();
        jobs.rescue(limit);
        record.rescued(began.ended());
    }

    private void enqueue() throws Exception {
        Map<JobStatus, Long> counts = jobs.counts();
        if (counts.getOrDefault(JobStatus.PENDING, 0L) > WAITING) {
            return;
        }
        List<NewJob> batch = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            batch.add(job());
        }
        batch.forEach(record::enqueuing);
        Set<String> replaced = batch.stream()
                .map(NewJob::unique)
                .filter(key -> key != null && key.onConflict() == UniqueKey.OnConflict.REPLACE)
                .map(UniqueKey::key)
                .collect(Collectors.toSet());
        boolean callers = random.nextInt(4) == 0;
        record.touching(() -> record.holders(replaced), () -> {
            if (callers) {
                enqueueInTransaction(batch);
            } else {
                enqueue(batch);
            }
        });
    }

    private void enqueue(List<NewJob> batch) {
        StressRecord.Began began = record.begin();
        List<EnqueueOutcome> outcomes = jobs.enqueue(batch, null);
        StressRecord.Call call = began.ended();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).due() == Due.NOW && isTaken(outcomes.get(i))) {
                record.taken(batch.get(i), call);
            }
        }
    }

    private static boolean isTaken(EnqueueOutcome outcome) {
        return outcome instanceof EnqueueOutcome.Created || outcome instanceof EnqueueOutcome.Replaced;
    }

    private NewJob job() {
        JobKey key = null;
        if (random.nextInt(4) > 0) {
            String lane = "k" + random.nextInt(2);
            key = random.nextInt(3) == 0 ? JobKey.of(lane) : JobKey.ordered(lane);
        }
        UniqueKey unique = null;
        if (random.nextInt(3) == 0) {
            String held = "u" + random.nextInt(3);
            unique = switch (random.nextInt(3)) {
                case 0 -> UniqueKey.whilePending(held);
                case 1 -> UniqueKey.whileLive(held);
                default -> UniqueKey.within(Duration.ofMillis(20), held);
            };
            unique = random.nextBoolean() ? unique.replacing() : unique;
        }
        Due due = random.nextInt(4) == 0 ? Due.after(Duration.ofMillis(1 + random.nextInt(6))) : Due.NOW;
        return new NewJob(
                JobId.of(name + "." + enqueued.incrementAndGet()),
                Payload.ofJson(TYPES.get(random.nextInt(2)), 1, "{}"),
                queue(),
                random.nextInt(3),
                due,
                1000,
                "ada",
                null,
                Map.of(),
                unique,
                key);
    }

    /** On a server its caller goes on with other things meanwhile; a file has one writer, who may be refused. */
    private void enqueueInTransaction(List<NewJob> batch) throws Exception {
        try (CallerTransactions.Caller caller = transactions.begin()) {
            StoreTransaction transaction = caller.transaction();
            if (hasServer) {
                ((JdbcTransaction) transaction)
                        .connection()
                        .setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            try {
                jobs.enqueue(batch, transaction);
            } catch (RefusedException e) {
                if (hasServer) {
                    throw e;
                }
                return;
            }
            for (int i = hasServer ? random.nextInt(4) : 0; i > 0; i--) {
                exchange();
            }
            if (random.nextBoolean()) {
                caller.commit();
            } else {
                caller.rollback();
            }
        }
    }

    private void oneJob() throws Exception {
        List<StressRecord.Known> known = record.jobs();
        if (known.isEmpty()) {
            return;
        }
        StressRecord.Known one = known.get(random.nextInt(known.size()));
        JobId job = one.job.id();
        int what = random.nextInt(5);
        record.touching(() -> List.of(one), () -> {
            if (what < 2) {
                jobs.cancel(job, ADA);
            } else if (what < 4) {
                jobs.requeue(job, ADA);
            } else {
                jobs.delete(job);
            }
        });
    }

    private void manyJobs() {
        if (random.nextInt(3) > 0) {
            JobStatus status = random.nextBoolean() ? JobStatus.FAILED : JobStatus.CANCELLED;
            jobs.redrive(new JobFilter(status, null, random.nextBoolean() ? queue() : null), null, ADA, 3);
        } else {
            jobs.purge(new Retention(Map.of(JobStatus.COMPLETED, Duration.ofMillis(50)), Map.of()), 20);
        }
    }

    /** One at a time, so that it is known which settings there are. */
    private void settings() {
        synchronized (record) {
            if (random.nextInt(3) == 0) {
                jobs.pauseQueue(CHANGING, random.nextInt(3) == 0, ADA);
            } else {
                Integer concurrency = random.nextInt(3) == 0 ? null : (Integer) (1 + random.nextInt(3));
                Integer keys = random.nextInt(3) == 0 ? null : (Integer) (1 + random.nextInt(2));
                put(CHANGING, QueueLimits.NONE.withConcurrency(concurrency).withKeyConcurrency(keys));
            }
        }
    }

    void put(QueueName queue, QueueLimits limits) {
        StressRecord.Began began = record.begin();
        jobs.putQueue(queue, limits, ADA);
        record.changed(queue, limits, began.ended());
    }

    private void note() {
        List<LeaseNote> notes = new ArrayList<>();
        held.values().forEach(run -> notes.add(new LeaseNote.Line(run.job(), run.token(), "still here")));
        if (!notes.isEmpty()) {
            jobs.note(notes);
        }
    }
}
