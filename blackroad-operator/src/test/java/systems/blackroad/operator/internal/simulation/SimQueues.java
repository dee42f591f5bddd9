package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.NewJob;

/**
 * Which queue each job of a {@link Cluster} waits in, and what operators do to the queues meanwhile: pause and resume them,
 * and change their limits. It draws from numbers of its own.
 */
final class SimQueues {

    /** The queues that the first node serves; the others serve all. */
    static final Set<QueueName> OF_THE_FIRST = Set.of(QueueName.of("default"), QueueName.of("narrow"));

    private static final QueueName NARROW = QueueName.of("narrow");
    private static final QueueName KEYED = QueueName.of("keyed");
    private static final QueueName LINE = QueueName.of("line");
    private static final QueueName PACED = QueueName.of("paced");
    private static final List<QueueName> ALL = List.of(NARROW, KEYED, LINE, PACED);

    private final WatchedStore store;
    private final Timeline timeline;
    private final Random random;
    private final Runnable hint;

    SimQueues(WatchedStore store, Timeline timeline, Random random, Runnable hint) {
        this.store = store;
        this.timeline = timeline;
        this.random = random;
        this.hint = hint;
    }

    /** Sets limits, and plans what operators do until {@code end}. */
    void begin(long end) {
        narrow();
        store.putQueue(KEYED, QueueLimits.NONE.withKeyConcurrency(1));
        store.putQueue(PACED, QueueLimits.NONE.withRate(new RateLimit(2, Duration.ofSeconds(2))));
        timeline.later(random.nextInt(2000), () -> disturb(end));
    }

    private void narrow() {
        store.putQueue(NARROW, QueueLimits.NONE.withConcurrency(1 + random.nextInt(2)));
    }

    private void disturb(long end) {
        if (timeline.now() >= end) {
            return;
        }
        if (random.nextInt(4) == 0) {
            narrow();
            hint.run();
        } else {
            QueueName queue = ALL.get(random.nextInt(ALL.size()));
            store.pauseQueue(queue, true);
            timeline.later(1000 + random.nextInt(5000), () -> {
                store.pauseQueue(queue, false);
                hint.run();
            });
        }
        timeline.later(500 + random.nextInt(4000), () -> disturb(end));
    }

    /** The job in the queue where it waits, often with a key. */
    NewJob place(NewJob job) {
        String key = "k" + random.nextInt(2);
        return switch (random.nextInt(6)) {
            case 0 -> in(NARROW, job);
            case 1 -> in(KEYED, job).withKey(new JobKey(key, random.nextInt(3) == 0));
            case 2, 3 -> in(LINE, job).withKey(new JobKey(key, random.nextInt(4) > 0));
            case 4 -> in(PACED, job);
            default -> job;
        };
    }

    private NewJob in(QueueName queue, NewJob job) {
        return new NewJob(
                job.id(),
                job.payload(),
                queue,
                random.nextInt(3),
                job.due(),
                job.maxAttempts(),
                job.actor(),
                null,
                job.metadata());
    }
}
