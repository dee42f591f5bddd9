package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** What waits for an exchange that is under way, which a foreign transaction stands for here: it has its pipe's row locked. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class PipesChecks {

    private static final NodeId NODE = NodeId.of("n");

    static final String NAMESPACE = "pipes";

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private JdbcFixture fixture;
    private Storage storage;
    private JobStore jobs;

    abstract JdbcFixture newFixture();

    /** What an exchange writes as its number. */
    abstract String noting(String node, int pipe, long sequence);

    @BeforeEach
    void openStorage() {
        fixture = newFixture();
        storage = fixture.open(StorageOptions.builder()
                .namespace(NAMESPACE)
                .clock(fixture.clock())
                .build());
        jobs = storage.jobs();
        jobs.heartbeat(Samples.heartbeat(NODE));
        jobs.enqueue(List.of(Samples.job("a"), Samples.job("b")), null);
    }

    @AfterEach
    void closeFixture() {
        other.shutdownNow();
        storage.close();
        fixture.close();
    }

    @Test
    void an_exchange_waits_for_the_one_through_its_own_pipe_alone() throws Exception {
        try (Connection first = exchanging(0)) {
            assertThat(claim(1, 7)).containsExactly("a");
            Future<List<String>> same = other.submit(() -> claim(0, 8));
            assertWaits(same);
            first.rollback();
            assertThat(same.get(1, TimeUnit.MINUTES)).containsExactly("b");
        }
    }

    /** A late copy of an older exchange waits for the newer one, and then has to know of it. */
    @Test
    void one_that_waited_for_a_newer_one_claims_nothing() throws Exception {
        try (Connection newer = exchanging(0)) {
            Future<List<String>> late = other.submit(() -> claim(0, 7));
            assertWaits(late);
            try (Statement statement = newer.createStatement()) {
                statement.execute(noting(NODE.value(), 0, 8));
            }
            newer.commit();
            assertThat(late.get(1, TimeUnit.MINUTES)).isEmpty();
        }
        assertThat(claim(0, 9)).containsExactly("a");
    }

    @Test
    void a_heartbeat_waits_for_the_exchanges_through_all_pipes() throws Exception {
        for (int pipe = 0; pipe < Exchange.PIPES; pipe++) {
            try (Connection exchange = exchanging(pipe)) {
                Future<?> beat = other.submit(() -> jobs.heartbeat(Samples.heartbeat(NODE)));
                assertWaits(beat);
                exchange.rollback();
                beat.get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** By the server's own clock, which goes on while the heartbeat waits. */
    @Test
    void a_lease_that_lapses_while_its_heartbeat_waits_for_an_exchange_is_not_renewed() throws Exception {
        StorageOptions options = StorageOptions.builder().namespace(NAMESPACE).build();
        Heartbeat beat = new Heartbeat(NodeId.of("short"), "host", "1", Duration.ofMillis(100), 0, Map.of());
        try (Storage real = fixture.at(fixture.url(), options)) {
            assertThat(real.jobs().heartbeat(beat).live()).isTrue();
            try (Connection exchange = exchanging("short", Exchange.PIPES - 1)) {
                Future<HeartbeatResult> late = other.submit(() -> real.jobs().heartbeat(beat));
                assertWaits(late);
                exchange.rollback();
                assertThat(late.get(1, TimeUnit.MINUTES).live()).isFalse();
            }
        }
    }

    /** A heartbeat that comes too late waits for the rows in turn, so that it would hold one and wait for the other. */
    @Test
    void a_node_with_an_exchange_under_way_is_rescued_later_and_nobody_waits_for_a_part_of_it() throws Exception {
        assertThat(claim(1, 7)).containsExactly("a");
        fixture.clock().advance(Samples.heartbeat(NODE).lease());
        for (int pipe = 0; pipe < Exchange.PIPES; pipe++) {
            try (Connection exchange = exchanging(pipe)) {
                Future<List<JobId>> rescue = other.submit(() -> jobs.rescue(1000));
                assertThat(rescue.get(1, TimeUnit.MINUTES)).isEmpty();
                exchange.rollback();
            }
        }
        assertThat(jobs.rescue(1000)).containsExactly(JobId.of("a"));
    }

    private Connection exchanging(int pipe) throws SQLException {
        return exchanging(NODE.value(), pipe);
    }

    private Connection exchanging(String node, int pipe) throws SQLException {
        Connection connection = DriverManager.getConnection(fixture.url());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 from " + NAMESPACE + "_node where id = '" + node + "' and pipe = " + pipe
                    + " for update");
        }
        return connection;
    }

    private static void assertWaits(Future<?> call) {
        assertThatThrownBy(() -> call.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    private List<String> claim(int pipe, long sequence) {
        return jobs
                .exchange(new Exchange(NODE, pipe, sequence, List.of(), new Claim(Set.of("report"), 1, false)))
                .claimed()
                .stream()
                .map(ClaimedJob::id)
                .map(JobId::value)
                .toList();
    }
}
