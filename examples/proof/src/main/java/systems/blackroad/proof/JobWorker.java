package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.operator.BlackRoadJobs;

/** A worker process that enqueues jobs and runs them, until its input ends. */
final class JobWorker {

    /** The name of the job type that workers run; its payload is a text. */
    static final String TYPE = "proof";

    /** How the payload of a job begins that runs until there is a file of the name that follows. */
    static final String UNTIL = "until ";

    /** The payload of a job that kills its process, after others had time to begin beside it. */
    static final String FATAL = "fatal";

    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration FATAL_AFTER = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(20);

    private JobWorker() {}

    /**
     * Works until the end of standard input.
     *
     * @param enqueues whether it enqueues too, or only runs what is there
     */
    static void run(Storage storage, Path file, Duration lease, long seed, boolean enqueues)
            throws IOException, InterruptedException {
        String name = "w" + ProcessHandle.current().pid() + "-" + seed;
        try (Journal journal = Journal.open(file)) {
            JobType<String> type = JobType.named(TYPE, String.class)
                    .retry(RetryPolicy.exponential(ATTEMPTS, Duration.ofMillis(50), Duration.ofSeconds(1), 0.2))
                    .handledBy((payload, context) -> handle(journal, payload, context));
            try (Operator operator = BlackRoadJobs.operator(BeatJournal.of(storage, journal))
                    .register(type)
                    .maxConcurrentJobs(8)
                    .lease(lease)
                    .heartbeat(lease.dividedBy(4))
                    .build()) {
                configure(operator, UserId.of(name));
                operator.start();
                Thread enqueuer =
                        new Thread(() -> enqueue(operator, type, journal, name, new Random(seed)), "proof-enqueue");
                if (enqueues) {
                    enqueuer.start();
                }
                Processes.awaitEndOfInput();
                enqueuer.interrupt();
                enqueuer.join();
                operator.drain(Duration.ofSeconds(10));
            }
        }
    }

    /** Sets the limits. Without an answer another worker may begin in its place. */
    private static void configure(Operator operator, UserId actor) {
        try {
            Lane.configure(operator, actor);
        } catch (BlackRoadException e) {
            Processes.cannotBegin(e);
        }
    }

    private static String handle(Journal journal, String payload, JobContext context) throws InterruptedException {
        journal.write("S", context.job(), context.token(), System.nanoTime());
        String end = "I";
        try {
            if (payload.equals(FATAL)) {
                Thread.sleep(FATAL_AFTER.toMillis());
                Runtime.getRuntime().halt(Processes.KILLED);
            } else if (payload.startsWith(UNTIL)) {
                Path sign = Path.of(payload.substring(UNTIL.length()));
                while (Files.notExists(sign)) {
                    Thread.sleep(POLL.toMillis());
                }
            } else {
                int kind = Math.floorMod(payload.hashCode(), 10);
                if (kind == 0 && context.attempt() == 1) {
                    end = "F";
                    throw new IllegalStateException("planned failure of the first attempt");
                }
                // Some handlers take a while, so that faults find jobs running; in lanes that are narrow a shorter one.
                Thread.sleep((Lane.isLimited(payload) ? 5L : 10L) * kind);
            }
            end = "C";
            return Long.toString(ProcessHandle.current().pid());
        } finally {
            journal.write("D", context.job(), context.token(), System.nanoTime(), end);
        }
    }

    private static void enqueue(Operator operator, JobType<String> type, Journal journal, String name, Random random) {
        AtomicLong number = new AtomicLong();
        while (!Thread.currentThread().isInterrupted()) {
            String id = name + "-" + number.incrementAndGet() + "." + Lane.draw(random);
            boolean later = random.nextInt(4) == 0 && Lane.of(id).mayWait();
            Duration delay = Duration.ofMillis(later ? random.nextInt(500) : 0);
            journal.write("Q", id, System.nanoTime() + delay.toNanos());
            try {
                operator.enqueue(Lane.request(type, id).due(Due.after(delay)).build());
                journal.write("E", id, System.nanoTime());
                Thread.sleep(PAUSE.toMillis());
            } catch (BlackRoadException e) {
                Processes.note("enqueue of " + id + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
