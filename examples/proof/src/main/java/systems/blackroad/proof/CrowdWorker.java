package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.operator.BlackRoadJobs;

/** A worker process whose threads do to jobs whatever can be done to them, as fast as they can, until its input ends. */
final class CrowdWorker {

    /** The line with how many calls of a kind were made, how many failed, and how many jobs they made. */
    static final String CALLS = "K";
    /** The line with a failure that reached the caller. */
    static final String FAILED = "X";

    /** While so many jobs wait, nobody enqueues. */
    private static final int ENOUGH = 20_000;

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_IN_BATCH = 50;
    private static final int UNIQUE_KEYS = 20;
    private static final int ATTEMPTS = 20;
    private static final String PARENT = "parent";

    /** What a caller does, and how often. */
    enum Act {
        ENQUEUE(40),
        BATCH(10),
        UNIQUE(10),
        CANCEL(15),
        REQUEUE(10),
        READ(12),
        PAUSE(3);

        private final int weight;

        Act(int weight) {
            this.weight = weight;
        }

        private static Act draw(Random random) {
            int drawn = random.nextInt(100);
            for (Act act : values()) {
                drawn -= act.weight;
                if (drawn < 0) {
                    return act;
                }
            }
            return READ;
        }
    }

    private final Operator operator;
    private final JobType<String> type;
    private final Journal journal;
    private final String name;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Act, LongAdder> calls = new EnumMap<>(Act.class);
    private final Map<Act, LongAdder> failures = new EnumMap<>(Act.class);
    private final Map<Act, LongAdder> created = new EnumMap<>(Act.class);
    private volatile boolean ended;
    private volatile boolean enough;

    private CrowdWorker(Operator operator, JobType<String> type, Journal journal, String name) {
        this.operator = operator;
        this.type = type;
        this.journal = journal;
        this.name = name;
        for (Act act : Act.values()) {
            calls.put(act, new LongAdder());
            failures.put(act, new LongAdder());
            created.put(act, new LongAdder());
        }
    }

    /**
     * Works until the end of standard input.
     *
     * @param callers how many threads call; as many jobs run at once, and 64 if nobody calls
     */
    static void run(Storage storage, Path file, int callers, long seed) throws IOException, InterruptedException {
        String name = "c" + ProcessHandle.current().pid() + "-" + seed;
        try (Journal journal = Journal.open(file)) {
            JobType<String> type = JobType.named(JobWorker.TYPE, String.class)
                    .retry(RetryPolicy.exponential(ATTEMPTS, Duration.ofMillis(50), Duration.ofSeconds(1), 0.2))
                    .handledBy(CrowdWorker::handle);
            try (Operator operator = BlackRoadJobs.operator(storage)
                    .register(type)
                    .maxConcurrentJobs(callers == 0 ? CrowdRun.CALLERS : callers)
                    .build()) {
                Lane.configure(operator, UserId.of(name));
                operator.start();
                new CrowdWorker(operator, type, journal, name).crowd(storage, callers, seed);
                operator.drain(Duration.ofSeconds(10));
            }
        }
    }

    private static @Nullable String handle(String payload, JobContext context) throws InterruptedException {
        int kind = Math.floorMod(payload.hashCode(), 10);
        context.progress(0.5, "half of " + payload);
        if (kind == 0 && context.attempt() == 1) {
            throw new IllegalStateException("planned failure of the first attempt");
        }
        Thread.sleep(kind);
        return null;
    }

    private void crowd(Storage storage, int callers, long seed) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            Random random = new Random(seed * 1_000 + caller);
            threads.add(new Thread(() -> call(random), "crowd-" + caller));
        }
        threads.add(new Thread(() -> look(storage), "crowd-look"));
        threads.forEach(Thread::start);
        Processes.awaitEndOfInput();
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (Act act : Act.values()) {
            journal.write(CALLS, act, sum(calls, act), sum(failures, act), sum(created, act));
        }
    }

    private static long sum(Map<Act, LongAdder> counts, Act act) {
        return counts.getOrDefault(act, new LongAdder()).sum();
    }

    private void look(Storage storage) {
        try {
            while (!ended) {
                enough = JobVerdict.unfinished(storage) >= ENOUGH;
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Random random) {
        while (!ended) {
            Act act = Act.draw(random);
            try {
                long made = act(act, random);
                created.getOrDefault(act, new LongAdder()).add(made);
            } catch (BlackRoadException e) {
                failures.getOrDefault(act, new LongAdder()).increment();
                journal.write(
                        FAILED, act, e.code(), String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            }
            calls.getOrDefault(act, new LongAdder()).increment();
        }
    }

    /** Does it, and answers how many jobs are there that were not before. */
    private long act(Act act, Random random) {
        UserId actor = UserId.of(name);
        switch (act) {
            case ENQUEUE:
                return enough ? 0 : created(List.of(operator.enqueue(request(random))));
            case BATCH:
                return enough ? 0 : created(operator.enqueue(batch(random), null));
            case UNIQUE:
                UniqueKey key = UniqueKey.whileLive("key" + random.nextInt(UNIQUE_KEYS));
                return created(List.of(operator.enqueue(JobRequest.builder(type, newId(random))
                        .unique(random.nextBoolean() ? key : key.replacing())
                        .build())));
            case CANCEL:
                operator.cancel(recent(random), actor);
                return 0;
            case REQUEUE:
                operator.requeue(recent(random), actor);
                return 0;
            case READ:
                operator.queries().find(recent(random));
                return 0;
            default:
                QueueName queue = QueueName.of("line");
                operator.pause(queue, actor);
                operator.resume(queue, actor);
                return 0;
        }
    }

    private List<JobRequest<String>> batch(Random random) {
        List<JobRequest<String>> batch = new ArrayList<>();
        for (int i = 2 + random.nextInt(MOST_IN_BATCH - 1); i > 0; i--) {
            batch.add(request(random));
        }
        return batch;
    }

    private JobRequest<String> request(Random random) {
        return Lane.request(type, newId(random)).build();
    }

    private String newId(Random random) {
        return name + "-" + numbers.incrementAndGet() + "." + Lane.draw(random);
    }

    /** One of the last jobs of this worker, in any lane, so that it may also be one that is not there. */
    private JobId recent(Random random) {
        long number = Math.max(1, numbers.get() - random.nextInt(500));
        return JobId.of(name + "-" + number + "." + Lane.draw(random));
    }

    private static long created(List<EnqueueOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome ->
                        outcome instanceof EnqueueOutcome.Created || outcome instanceof EnqueueOutcome.Replaced)
                .count();
    }
}
