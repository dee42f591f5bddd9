package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

/** What an operator on real threads asks of a store at once. */
@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoreThreadsTest {

    private static final int CONNECTIONS = 4;

    /** A storage whose calls of the engine wait to be let through, all but those that keep its lease or give it back. */
    private static final class Stuck extends FaultyStorage {

        private static final Set<String> WAITING =
                Set.of("exchange", "note", "rescue", "dueSchedules", "tick", "purge");
        private static final Set<String> FREE = Set.of("heartbeat", "leave");

        private final CountDownLatch open = new CountDownLatch(1);
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore beats = new Semaphore(0);
        private final CountDownLatch left = new CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Stuck(Storage storage) {
            super(storage);
        }

        @Override
        @Nullable
        Object around(String method, Call call, Object... arguments) throws Throwable {
            if (!WAITING.contains(method) && !FREE.contains(method)) {
                return call.proceed();
            }
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                if (WAITING.contains(method)) {
                    arrived.release();
                    open.await();
                }
                return call.proceed();
            } finally {
                inside.decrementAndGet();
                if (method.equals("heartbeat")) {
                    beats.release();
                } else if (method.equals("leave")) {
                    left.countDown();
                }
            }
        }
    }

    /** So that a purge is due at once. */
    private static final class Early extends Random {

        private static final long serialVersionUID = 1;

        @Override
        public double nextDouble() {
            return 0;
        }
    }

    @Test
    void a_store_that_is_stuck_in_all_else_takes_heartbeats_and_at_most_a_call_for_each_connection()
            throws InterruptedException {
        JobType<String> type = JobType.named("any", String.class).handledBy((payload, run) -> null);
        try (Storage storage = Storages.open("memory:")) {
            Stuck stuck = new Stuck(storage);
            Operator operator = BlackRoadJobs.operator(stuck)
                    .register(type)
                    .maxConcurrentJobs(1000)
                    .heartbeat(Duration.ofMillis(50))
                    .random(new Early())
                    .build();
            operator.start();
            stuck.arrived.acquire(2);
            // Worth a second exchange, beside the first one, a rescue and a purge.
            operator.enqueue(type, "x");
            stuck.arrived.acquire();
            stuck.beats.drainPermits();

            stuck.beats.acquire(5);
            operator.drain(Duration.ZERO);
            stuck.left.await();
            assertThat(stuck.most).as("calls at once").hasValue(CONNECTIONS);

            stuck.open.countDown();
            operator.close();
        }
    }
}
