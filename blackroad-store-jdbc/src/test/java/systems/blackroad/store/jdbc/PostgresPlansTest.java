package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Verdict;
import systems.blackroad.testkit.ManualClock;

/** How statements find their rows on tables that were never analysed, by what the server counted. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PostgresPlansTest {

    private static final int SESSIONS = 200;
    private static final int ROUNDS = 40;
    private static final SessionTerms TERMS = new SessionTerms(Duration.ofMinutes(30), Duration.ofHours(12));

    private final PostgresFixture fixture = new PostgresFixture();

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void appends_and_touches_stay_within_the_page() throws Exception {
        try (Storage storage = open("hot")) {
            List<SessionHead> heads = created(storage);
            Set<SessionId> all = heads.stream().map(SessionHead::id).collect(Collectors.toSet());
            for (int round = 0; round < ROUNDS; round++) {
                heads = appended(storage, heads);
                assertThat(storage.sessions().touch(all)).hasSize(SESSIONS);
            }
            // Closing the connections has them report what they did.
        }
        awaitCount("n_tup_upd", "hot_session_head", 2 * SESSIONS * ROUNDS);
        assertThat(number("select 100 * n_tup_hot_upd / n_tup_upd from pg_stat_user_tables"
                        + " where relname = 'hot_session_head'"))
                .isGreaterThanOrEqualTo(95);
        assertThat(number("select idx_scan from pg_stat_user_indexes where indexrelname = 'hot_session_head_sweep'"))
                .as("appends and touches that went by the deadlines of all live sessions")
                .isZero();
    }

    @Test
    void what_is_about_one_session_reads_no_other_log() throws Exception {
        try (Storage storage = open("logs")) {
            List<SessionHead> heads = created(storage);
            for (int round = 0; round < ROUNDS; round++) {
                heads = appended(storage, heads);
            }
            SessionStore sessions = storage.sessions();
            for (SessionHead head : heads) {
                for (int revision = ROUNDS / 2; revision <= ROUNDS; revision += ROUNDS / 2) {
                    SessionSnapshot snapshot =
                            new SessionSnapshot(revision, Payload.ofJson("state", 1, "{}" + " ".repeat(2_000)));
                    assertThat(sessions.saveSnapshot(head.id(), head.epoch(), snapshot))
                            .isTrue();
                }
                assertThat(sessions.trim(head.id(), head.epoch(), 10, Duration.ZERO))
                        .isEqualTo(11);
                assertThat(sessions.findCommand(head.id(), new CommandId(ClientId.of("tab"), ROUNDS)))
                        .hasSize(1);
                assertThat(sessions.read(head.id(), 0, SessionStore.NEWEST_SNAPSHOT, 10))
                        .isPresent();
                sessions.append(List.of(ending(head)));
            }
            assertThat(sessions.delete(heads.get(0).id())).isTrue();
            for (int left = SESSIONS - 1; left > 0; left -= 20) {
                assertThat(sessions.purge(Duration.ZERO, 20)).isEqualTo(Math.min(left, 20));
            }
        }
        awaitCount("n_tup_del", "logs_session_event", SESSIONS * (ROUNDS + 2));
        assertThat(number("select seq_scan from pg_stat_user_tables where relname = 'logs_session_event'"))
                .as("the making of the index, and statements that read the events of all sessions")
                .isEqualTo(1);
    }

    @Test
    void what_is_deleted_finds_its_slot_by_the_key() throws Exception {
        try (Storage storage = open("places")) {
            SessionStore sessions = storage.sessions();
            for (SessionHead head : created(storage)) {
                sessions.reserveSlot(head.user(), head.id(), SessionStore.MAX_SLOTS);
                assertThat(sessions.confirmSlot(head.user(), head.id())).isTrue();
                sessions.append(List.of(ending(head)));
            }
            assertThat(sessions.delete(SessionId.of("s0"))).isTrue();
            for (int left = SESSIONS - 1; left > 0; left -= 20) {
                assertThat(sessions.purge(Duration.ZERO, 20)).isEqualTo(Math.min(left, 20));
            }
        }
        awaitCount("n_tup_del", "places_session_slot", SESSIONS);
        assertThat(number("select seq_scan from pg_stat_user_tables where relname = 'places_session_slot'"))
                .as("the making of the indexes, and statements that read the slots of all users")
                .isEqualTo(2);
    }

    @Test
    void an_exchange_reads_the_jobs_that_it_claims_and_ends_and_no_others() throws Exception {
        int exchanges = 100;
        int batch = 20;
        try (Storage storage = open("work")) {
            enqueue(storage.jobs(), "work", exchanges * batch);
            drain(storage.jobs(), exchanges, batch);
        }
        awaitCount("n_tup_ins", "work_lease", exchanges * batch);
        assertThat(number("select sum(idx_tup_fetch) + sum(seq_tup_read) from pg_stat_user_tables"
                        + " where relname in ('work_job', 'work_ready', 'work_lease')"))
                .as("rows read for each job: three as it is claimed, two as it ends")
                .isLessThanOrEqualTo(6L * exchanges * batch);
    }

    @Test
    void claims_pass_once_over_jobs_that_the_node_does_not_know() throws Exception {
        int exchanges = 100;
        int batch = 20;
        int unknown = 4_000;
        ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        long began = System.nanoTime();
        try (Storage storage = open("strange", clock)) {
            enqueue(storage.jobs(), "strange", unknown);
            clock.advance(Duration.ofSeconds(1));
            enqueue(storage.jobs(), "work", exchanges * batch);
            clock.advance(Duration.ofSeconds(1));
            drain(storage.jobs(), exchanges, batch);
        }
        long looks = 2 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        awaitCount("n_tup_ins", "strange_lease", exchanges * batch);
        assertThat(number(
                        "select idx_tup_fetch + seq_tup_read from pg_stat_user_tables where relname = 'strange_ready'"))
                .as("jobs read: those that are claimed, and at most once a second all others")
                .isLessThanOrEqualTo(looks * unknown + 3L * exchanges * batch);
    }

    @Test
    void an_exchange_passes_over_none_of_those_before_it_that_an_old_snapshot_keeps() throws Exception {
        int exchanges = 200;
        try (Storage storage = open("chain");
                Connection snapshot = DriverManager.getConnection(fixture.url())) {
            storage.ping();
            snapshot.setAutoCommit(false);
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (Statement statement = snapshot.createStatement()) {
                statement.execute("select 1");
            }
            enqueue(storage.jobs(), "work", exchanges);
            drain(storage.jobs(), exchanges, 1);
        }
        awaitCount("n_tup_ins", "chain_exchange", exchanges);
        assertThat(
                        number(
                                "select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('chain_exchange', 'chain_node')"))
                .as("the node's row, the number before, and that again to delete it")
                .isLessThanOrEqualTo(4L * exchanges);
    }

    @Test
    void the_leases_of_a_node_are_looked_through_where_any_may_be_lost_and_not_otherwise() throws Exception {
        int held = 200;
        NodeId node = NodeId.of("n");
        ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        try (Storage storage = open("beats", clock)) {
            JobStore jobs = storage.jobs();
            enqueue(jobs, "work", held);
            jobs.heartbeat(new Heartbeat(node, "host", "1", Duration.ofMinutes(10), 0, Map.of()));
            Map<JobId, Long> claimed = jobs
                    .exchange(new Exchange(node, 1, List.of(), new Claim(Set.of("work"), held, true)))
                    .claimed()
                    .stream()
                    .collect(Collectors.toMap(ClaimedJob::id, ClaimedJob::token));
            for (int round = 0; round < ROUNDS; round++) {
                Heartbeat beat = new Heartbeat(node, "host", "1", Duration.ofMinutes(10), 0, claimed);
                assertThat(jobs.heartbeat(beat).lost()).isEmpty();
            }
            jobs.heartbeat(new Heartbeat(node, "host", "1", Duration.ofMinutes(10), 1, claimed));
            clock.advance(Duration.ofHours(1));
            assertThat(jobs.rescue(held + 1)).hasSize(held);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(jobs.rescue(held + 1)).isEmpty();
            }
        }
        awaitCount("n_tup_del", "beats_lease", held);
        assertThat(number(
                        "select i.idx_scan + t.seq_scan from pg_stat_user_indexes i join pg_stat_user_tables t using (relid)"
                                + " where i.indexrelname = 'beats_lease_node'"))
                .as("the making of the indexes, the looks of one heartbeat and of one rescue, and what that wrote")
                .isLessThan(ROUNDS);
    }

    /** A server that finds a plan for any number of jobs much dearer than one for these plans each enqueue anew. */
    @ParameterizedTest(name = "due after {0} ms")
    @ValueSource(longs = {0, 1})
    void an_enqueue_is_planned_five_times(long delay) {
        StorageOptions options =
                StorageOptions.builder().namespace("enqueue_" + delay).build();
        Due due = Due.after(Duration.ofMillis(delay));
        try (Storage storage = fixture.at(fixture.url(), options);
                Database database = JdbcStorages.database(fixture.url(), options)) {
            assertThat(storage.jobs().durability()).isEqualTo(Durability.D2);
            Map<String, Integer> plans = database.write(handle -> {
                for (int i = 0; i < ROUNDS; i++) {
                    PostgresJobs.enqueue(database, handle, List.of(job("mail", "j" + i, due)), false, null);
                }
                return handle.createQuery("select custom_plans, generic_plans from pg_prepared_statements"
                                + " where statement like '%_arrival%'")
                        .map((row, context) -> Map.of("custom", row.getInt(1), "generic", row.getInt(2)))
                        .one();
            });
            assertThat(plans).containsEntry("custom", 5);
            assertThat(plans.get("generic")).isGreaterThan(ROUNDS / 2);
        }
    }

    private static void enqueue(JobStore jobs, String type, int count) {
        for (int from = 0; from < count; from += JobStore.MAX_BATCH) {
            jobs.enqueue(
                    IntStream.range(from, Math.min(count, from + JobStore.MAX_BATCH))
                            .mapToObj(number -> job(type, type + number))
                            .toList(),
                    null);
        }
    }

    /** Claims and completes. */
    private static void drain(JobStore jobs, int exchanges, int batch) {
        NodeId node = NodeId.of("n");
        jobs.heartbeat(new Heartbeat(node, "host", "1", Duration.ofMinutes(10), 0, Map.of()));
        List<Settlement> settlements = List.of();
        for (int exchange = 1; exchange <= exchanges; exchange++) {
            ExchangeResult result =
                    jobs.exchange(new Exchange(node, exchange, settlements, new Claim(Set.of("work"), batch, true)));
            assertThat(result.claimed()).hasSize(batch);
            settlements = result.claimed().stream()
                    .map(claimed -> new Settlement(claimed.id(), claimed.token(), new Verdict.Completed(null)))
                    .toList();
        }
    }

    private static NewJob job(String type, String id) {
        return job(type, id, Due.NOW);
    }

    private static NewJob job(String type, String id, Due due) {
        return new NewJob(
                JobId.of(id),
                Payload.ofJson(type, 1, "{}"),
                QueueName.of("default"),
                0,
                due,
                3,
                "actor",
                null,
                Map.of());
    }

    private Storage open(String namespace, ManualClock clock) {
        return fixture.at(
                fixture.url(),
                StorageOptions.builder()
                        .namespace(namespace)
                        .callTimeout(JdbcStoreChecks.PATIENT)
                        .clock(clock)
                        .build());
    }

    private Storage open(String namespace) {
        return fixture.at(
                fixture.url(),
                StorageOptions.builder()
                        .namespace(namespace)
                        .callTimeout(JdbcStoreChecks.PATIENT)
                        .requireDurability(Durability.D2)
                        .build());
    }

    private static List<SessionHead> created(Storage storage) {
        List<Append> batch = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Append append = Samples.append(SessionId.of("s" + i), null, 1);
            batch.add(new Append(
                    append.session(), append.user(), 0, null, append.statusAfter(), append.events(), TERMS, false));
        }
        return heads(storage, batch);
    }

    /** One more event for each. */
    private static List<SessionHead> appended(Storage storage, List<SessionHead> heads) {
        return heads(
                storage,
                heads.stream()
                        .map(head -> Samples.append(head.id(), head, head.revision() + 1))
                        .toList());
    }

    private static List<SessionHead> heads(Storage storage, List<Append> batch) {
        return storage.sessions().append(batch).stream()
                .map(result -> ((AppendResult.Appended) result).head())
                .toList();
    }

    private static Append ending(SessionHead head) {
        Append append = Samples.append(head.id(), head, head.revision() + 1);
        return new Append(
                append.session(),
                append.user(),
                append.expectedRevision(),
                append.expectedEpoch(),
                SessionStatus.ENDED,
                append.events());
    }

    private void awaitCount(String counter, String table, long count) throws SQLException {
        long end = System.nanoTime() + fixture.patience().toNanos();
        while (number("select " + counter + " from pg_stat_user_tables where relname = '" + table + "'") < count) {
            assertThat(System.nanoTime()).as("waits for " + counter).isLessThan(end);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
