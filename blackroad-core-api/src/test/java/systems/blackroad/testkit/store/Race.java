package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Callers that start at one moment, each after a few random spins; a failure names the seed. Used by one thread. */
final class Race {

    private static final int MOST_SPINS = 400;
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);

    private final long seed;
    private final Random random;
    private final Duration patience;

    Race(Duration patience) {
        this.seed = Long.getLong("blackroad.race.seed", System.nanoTime());
        this.random = new Random(seed);
        this.patience = patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience;
    }

    /** How long a caller is waited for. */
    Duration patience() {
        return patience;
    }

    /** What to say of a failure in {@code round}. */
    String describe(int round) {
        return "round " + round + " of the race with -Dblackroad.race.seed=" + seed;
    }

    /** What each caller returned, in the order of the list. */
    <T> List<T> run(List<? extends Callable<T>> callers) {
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        CountDownLatch ready = new CountDownLatch(callers.size());
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> caller : callers) {
                int spins = random.nextInt(MOST_SPINS);
                running.add(threads.submit(() -> {
                    ready.countDown();
                    start.await();
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    return caller.call();
                }));
            }
            assertThat(ready.await(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("all callers are ready within %s", patience)
                    .isTrue();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> caller : running) {
                results.add(caller.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a caller failed in the race with -Dblackroad.race.seed=" + seed, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a caller took longer than " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while callers raced", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
