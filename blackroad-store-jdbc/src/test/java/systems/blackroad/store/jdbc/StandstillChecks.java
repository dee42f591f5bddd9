package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** A process that stands still in the middle of a transaction, or that the server hears no more of, does not hold up the others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class StandstillChecks {

    private static final NodeId NODE = NodeId.of("n1");
    private static final StorageOptions OPTIONS = StorageOptions.builder()
            .namespace("standstill")
            .callTimeout(Duration.ofSeconds(5))
            .build();

    private JdbcFixture fixture;

    abstract JdbcFixture newFixture();

    /** Whether the server says that it ended the transaction, which is then begun again. */
    abstract boolean tellsWhy();

    @BeforeEach
    void makeFixture() {
        fixture = newFixture();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @ParameterizedTest(name = "at its commit: {0}")
    @ValueSource(booleans = {false, true})
    void what_it_has_locked_is_free_again_before_a_call_of_another_is_over(boolean atItsCommit) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (Storage storage = fixture.open(OPTIONS);
                Database standing = JdbcStorages.database(fixture.url(), OPTIONS)) {
            storage.jobs().heartbeat(Samples.heartbeat(NODE));
            storage.jobs().enqueue(List.of(Samples.job("a")), null);
            Future<Integer> write = other.submit(() -> standing.write(handle -> {
                handle.execute("delete from standstill_node");
                locked.countDown();
                if (begun.incrementAndGet() == 1) {
                    await(goesOn);
                    if (!atItsCommit) {
                        handle.execute("delete from standstill_ready");
                    }
                }
                return begun.get();
            }));
            await(locked);
            Claim wish = new Claim(Set.of("report"), 1, false);
            assertThat(storage.jobs()
                            .exchange(new Exchange(NODE, 1, List.of(), wish))
                            .claimed())
                    .hasSize(1);
            goesOn.countDown();
            if (tellsWhy()) {
                assertThat(write.get()).as("begun again").isEqualTo(2);
            } else {
                assertThatThrownBy(write::get)
                        .cause()
                        .isInstanceOf(atItsCommit ? UnknownOutcomeException.class : RefusedException.class);
            }
        } finally {
            other.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
