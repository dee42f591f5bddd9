package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.testkit.ManualClock;

/** That a claim, which begins where the last one ended, leaves nothing behind. The clock stands between two steps. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PostgresClaimTest {

    private static final NodeId NODE = NodeId.of("n");
    private static final NodeId OTHER = NodeId.of("o");

    private final PostgresFixture fixture = new PostgresFixture();
    private final ManualClock clock = fixture.clock();
    private Storage storage;
    private long exchanges;

    @BeforeEach
    void openStorage() {
        storage = fixture.open();
        storage.jobs().heartbeat(Samples.heartbeat(NODE));
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void a_job_of_a_callers_transaction_that_takes_its_time_is_claimed_once_that_commits() throws Exception {
        try (Connection connection = DriverManager.getConnection(fixture.url())) {
            connection.setAutoCommit(false);
            storage.jobs().enqueue(List.of(Samples.job("slow")), JdbcTransaction.of(connection));
            passTo("quick", clock);
            connection.commit();
        }
        assertThat(claim()).containsExactly("slow");
    }

    @Test
    void a_deferred_job_that_becomes_due_behind_the_last_claim_is_claimed() {
        enqueue(job("deferred", 0, Due.after(Duration.ofSeconds(1))));
        clock.advance(Duration.ofSeconds(5));
        enqueue(job("direct", 0, Due.NOW));
        clock.advance(Duration.ofSeconds(5));
        assertThat(claim())
                .as("what was due first is first, though it was promoted last")
                .containsExactly("deferred");
        assertThat(claim()).containsExactly("direct");
    }

    @Test
    void a_deferred_job_is_promoted_behind_claims_that_went_on_without_it() {
        passTo("first", clock);
        enqueue(job("deferred", 0, Due.after(Duration.ofMillis(1))));
        clock.advance(Duration.ofSeconds(5));
        enqueue(job("second", 0, Due.NOW));
        clock.advance(Duration.ofSeconds(5));
        assertThat(claim()).containsExactly("deferred");
    }

    @Test
    void a_job_of_a_priority_that_never_was_is_claimed_before_all_lower_ones() {
        passTo("first", clock);
        enqueue(job("low", -3, Due.NOW), job("high", 9, Due.NOW), job("middle", 0, Due.NOW));
        assertThat(List.of(claim(), claim(), claim()))
                .isEqualTo(List.of(List.of("high"), List.of("middle"), List.of("low")));
    }

    @Test
    void a_deferred_job_of_a_priority_that_never_was_ready_is_claimed_when_it_is_made_due() {
        passTo("first", clock);
        enqueue(job("later", 5, Due.after(Duration.ofHours(1))));
        storage.jobs().requeue(JobId.of("later"), Samples.USER);
        assertThat(claim()).containsExactly("later");
    }

    @Test
    void claims_go_on_where_they_ended_and_miss_nothing_on_the_way() {
        for (int i = 0; i < 30; i++) {
            enqueue(job("a" + i, i % 3, Due.NOW), job("b" + i, i % 3, Due.NOW));
            clock.advance(Duration.ofMillis(100));
            assertThat(claim()).hasSize(1);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(claim()).hasSize(1);
        }
        assertThat(claim()).isEmpty();
    }

    @Test
    void what_a_look_finds_and_cannot_take_at_once_comes_next() throws Exception {
        try (Storage other = fixture.open();
                Connection connection = DriverManager.getConnection(fixture.url())) {
            connection.setAutoCommit(false);
            storage.jobs().enqueue(numbered(20), JdbcTransaction.of(connection));
            passTo("quick", clock);
            connection.commit();
            other.jobs().heartbeat(Samples.heartbeat(OTHER));
            assertThat(claim(other, OTHER, 1))
                    .as("the other node promotes them all")
                    .hasSize(1);
        }
        Set<String> claimed = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            claimed.addAll(claim(storage, NODE, 5));
        }
        assertThat(claimed).hasSize(19);
    }

    @Test
    void a_job_whose_enqueue_took_long_to_commit_is_claimed_by_every_node_once_it_is_answered() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Storage other = fixture.open();
                Connection connection = DriverManager.getConnection(fixture.url())) {
            connection.setAutoCommit(false);
            storage.jobs().enqueue(List.of(Samples.job("held")), JdbcTransaction.of(connection));
            Future<?> slow =
                    thread.submit(() -> other.jobs().enqueue(List.of(Samples.job("held"), Samples.job("late")), null));
            assertThatThrownBy(() -> slow.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            passTo("quick", clock);
            connection.rollback();
            slow.get(20, TimeUnit.SECONDS);
            assertThat(List.of(claim(), claim())).containsExactly(List.of("held"), List.of("late"));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void a_deferred_job_that_someone_has_locked_is_looked_for_again_after_a_pause() throws Exception {
        enqueue(job("deferred", 0, Due.after(Duration.ofSeconds(1))));
        clock.advance(Duration.ofSeconds(5));
        try (Connection connection = DriverManager.getConnection(fixture.url())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1 from " + fixture.namespace() + "_deferred for update");
            }
            assertThat(exchange(storage, NODE, 1).nextDue()).hasValue(Duration.ofMillis(100));
            // A server that is left without a word keeps locks for a moment.
            connection.rollback();
        }
        assertThat(claim()).containsExactly("deferred");
    }

    /** Has a job of now claimed, and time pass, so that the next claim begins behind it. */
    private void passTo(String job, ManualClock time) {
        time.advance(Duration.ofSeconds(5));
        enqueue(job(job, 0, Due.NOW));
        time.advance(Duration.ofSeconds(5));
        assertThat(claim()).containsExactly(job);
        assertThat(claim()).isEmpty();
    }

    private void enqueue(NewJob... jobs) {
        storage.jobs().enqueue(List.of(jobs), null);
    }

    private static List<NewJob> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> Samples.job("n" + i)).toList();
    }

    private List<String> claim() {
        return claim(storage, NODE, 1);
    }

    private List<String> claim(Storage by, NodeId node, int most) {
        return exchange(by, node, most).claimed().stream()
                .map(ClaimedJob::id)
                .map(JobId::value)
                .toList();
    }

    private ExchangeResult exchange(Storage by, NodeId node, int most) {
        return by.jobs().exchange(new Exchange(node, ++exchanges, List.of(), new Claim(Set.of("report"), most, false)));
    }

    private static NewJob job(String id, int priority, Due due) {
        NewJob plain = Samples.job(id);
        return new NewJob(plain.id(), plain.payload(), plain.queue(), priority, due, 3, plain.actor(), null, Map.of());
    }
}
