package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

@Tag("server")
@Tag("mariadb")
final class MariaStoreTest extends JdbcStoreChecks {

    private static final SessionId SESSION = SessionId.of("s1");
    /** The request that says it, and not the one that begins a transaction at the level of that name. */
    private static final String COMMIT = "\u0003commit";

    private static final NodeId NODE = NodeId.of("n1");

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }

    @Test
    void an_append_whose_commit_is_lost_is_unknown_and_stands() throws IOException {
        URI server = URI.create(fixture().url().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getPort());
                Storage near = fixture().open(options("lost"));
                Storage far = fixture().at(through(server, relay), options("lost"))) {
            far.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            SessionHead head = far.sessions().heads(Set.of(SESSION)).get(SESSION);
            relay.loseAnswerTo(COMMIT);
            assertThatThrownBy(() -> far.sessions().append(List.of(Samples.append(SESSION, head, 2))))
                    .isInstanceOfSatisfying(
                            UnknownOutcomeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNKNOWN));
            assertThat(relay.lostOne()).isTrue();
            assertThat(near.sessions()
                            .read(SESSION, 1, SessionStore.NO_SNAPSHOT, 10)
                            .orElseThrow()
                            .events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.command().sequence()).isEqualTo(2));
        }
    }

    @Test
    void an_append_whose_connection_breaks_before_the_commit_is_refused_and_leaves_nothing() throws IOException {
        URI server = URI.create(fixture().url().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getPort());
                Storage near = fixture().open(options("cut"));
                Storage far = fixture().at(through(server, relay), options("cut"))) {
            far.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            SessionHead head = far.sessions().heads(Set.of(SESSION)).get(SESSION);
            relay.loseAnswerTo("cut_session_event");
            assertThatThrownBy(() -> far.sessions().append(List.of(Samples.append(SESSION, head, 2))))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
            assertThat(relay.lostOne()).isTrue();
            assertThat(near.sessions().heads(Set.of(SESSION)).get(SESSION)).isEqualTo(head);
        }
    }

    @Test
    void an_exchange_whose_commit_is_lost_gives_the_same_jobs_when_repeated() throws IOException {
        URI server = URI.create(fixture().url().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getPort());
                Storage near = fixture().open(options("lostx"));
                Storage far = fixture().at(through(server, relay), options("lostx"))) {
            near.jobs().enqueue(List.of(Samples.job("j1"), Samples.job("j2")), null);
            near.jobs().heartbeat(Samples.heartbeat(NODE));
            Exchange exchange = new Exchange(NODE, 1, List.of(), new Claim(Set.of("report"), 10, false));
            relay.loseAnswerTo(COMMIT);
            assertThatThrownBy(() -> far.jobs().exchange(exchange)).isInstanceOf(UnknownOutcomeException.class);
            assertThat(relay.lostOne()).isTrue();
            assertThat(far.jobs().exchange(exchange).claimed()).hasSize(2);
            assertThat(near.jobs().exchange(exchange).claimed()).hasSize(2);
        }
    }

    private static String through(URI server, Relay relay) {
        return "jdbc:mariadb://127.0.0.1:" + relay.port() + server.getPath() + "?" + server.getQuery();
    }

    @Test
    void a_deadlock_is_tried_again_and_nobody_hears_of_it() throws Exception {
        try (Storage storage = fixture().open(options("dead"));
                Connection other = DriverManager.getConnection(fixture().url());
                Statement theirs = other.createStatement()) {
            SessionHead one = head(storage, "one");
            SessionHead two = head(storage, "two");
            other.setAutoCommit(false);
            // More rows changed make the server choose the other transaction, which is ours.
            theirs.execute("insert into dead_job_count (status, delta) select 4, 0 from seq_1_to_1000");
            theirs.execute("select * from dead_session_head where session = 'two' for update");
            Future<List<AppendResult>> append = threads()
                    .submit(() -> storage.sessions()
                            .append(List.of(Samples.append(one.id(), one, 2), Samples.append(two.id(), two, 3))));
            awaitLockWait(storage);
            theirs.execute("select * from dead_session_head where session = 'one' for update");
            other.rollback();
            assertThat(append.get(30, TimeUnit.SECONDS))
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result).isInstanceOf(AppendResult.Appended.class));
            assertThat(deadlocks()).isPositive();
        }
    }

    @Test
    void an_append_that_waits_for_a_new_epoch_does_not_stand_under_the_old_one() throws Exception {
        try (Storage storage = fixture().open(options("turn"));
                Connection other = DriverManager.getConnection(fixture().url());
                Statement theirs = other.createStatement()) {
            SessionHead head = head(storage, "s1");
            other.setAutoCommit(false);
            theirs.execute("update turn_meta set epoch = 'next'");
            Future<List<AppendResult>> append =
                    threads().submit(() -> storage.sessions().append(List.of(Samples.append(head.id(), head, 2))));
            awaitLockWait(storage);
            other.commit();
            assertThat(append.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(AppendResult.Conflict.class);
            assertThat(head(storage, "s1").revision()).isOne();
        }
    }

    private static SessionHead head(Storage storage, String session) {
        SessionId id = SessionId.of(session);
        storage.sessions().append(List.of(Samples.append(id, null, 1)));
        return storage.sessions().list(null, null, 200).items().stream()
                .filter(head -> head.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String epoch(Storage storage) {
        return storage.sessions().list(null, null, 1).items().get(0).epoch();
    }

    /** By a counter: the tables of transactions show what is old to those who ask more often than ten times a second. */
    private void awaitLockWait(Storage storage) throws SQLException {
        long end = System.nanoTime() + fixture().patience().toNanos();
        while (status("innodb_row_lock_current_waits") == 0) {
            storage.ping();
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private long deadlocks() throws SQLException {
        return status("innodb_deadlocks");
    }

    private long status(String name) throws SQLException {
        return number(
                "select variable_value from information_schema.global_status where variable_name = '" + name + "'");
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture().url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void a_call_that_waits_for_a_lock_too_long_is_refused_and_writes_nothing() throws Exception {
        StorageOptions options = StorageOptions.builder()
                .namespace("held")
                .callTimeout(Duration.ofMillis(1500))
                .build();
        // Making the tables may take longer than such a call.
        fixture().open(options("held")).close();
        try (Storage storage = fixture().open(options);
                Connection other = DriverManager.getConnection(fixture().url())) {
            other.setAutoCommit(false);
            storage.jobs().enqueue(List.of(Samples.job("same")), JdbcTransaction.of(other));
            assertThatThrownBy(() -> storage.jobs().enqueue(List.of(Samples.job("more"), Samples.job("same")), null))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .hasMessageContaining("is busy");
            other.rollback();
            assertThat(storage.jobs().find(JobId.of("more"))).isEmpty();
            assertThat(storage.jobs().enqueue(List.of(Samples.job("same")), null))
                    .hasSize(1);
        }
    }

    @Test
    void another_server_under_the_tables_begins_a_new_epoch_once() throws SQLException {
        StorageOptions options = options("moved");
        String before;
        try (Storage storage = fixture().open(options)) {
            before = head(storage, "s1").epoch();
        }
        try (Storage storage = fixture().open(options)) {
            assertThat(epoch(storage)).isEqualTo(before);
        }
        execute("update moved_meta set fingerprint = 'another server'");
        String after;
        try (Storage storage = fixture().open(options)) {
            after = epoch(storage);
            assertThat(after).isNotEqualTo(before);
        }
        try (Storage storage = fixture().open(options)) {
            assertThat(epoch(storage)).isEqualTo(after);
        }
    }

    @Test
    void tables_that_were_copied_begin_a_new_epoch() throws SQLException {
        StorageOptions options = options("copied");
        String before;
        try (Storage storage = fixture().open(options)) {
            before = head(storage, "s1").epoch();
        }
        long made = number("select unix_timestamp(create_time) from information_schema.tables"
                + " where table_schema = database() and table_name = 'copied_meta'");
        // The time of a table has a resolution of seconds.
        while (number("select unix_timestamp()") <= made) {
            Thread.onSpinWait();
        }
        execute("create table copied_again like copied_meta");
        execute("insert into copied_again select * from copied_meta");
        execute("drop table copied_meta");
        execute("rename table copied_again to copied_meta");
        try (Storage storage = fixture().open(options)) {
            assertThat(epoch(storage)).isNotEqualTo(before);
        }
    }

    @Test
    void a_migration_that_broke_off_is_taken_up_again() throws SQLException {
        StorageOptions options = options("half");
        fixture().open(options).close();
        execute("delete from half_schema_version");
        execute("drop table half_schedule, half_node");
        try (Storage storage = fixture().open(options)) {
            storage.jobs().heartbeat(Samples.heartbeat(NODE));
            assertThat(storage.jobs().nodes()).hasSize(1);
        }
        assertThat(number("select count(*) from half_schema_version")).isOne();
        assertThat(number("select count(*) from half_meta")).isOne();
    }

    @Test
    void ids_that_differ_in_case_or_at_the_end_alone_are_different() {
        try (Storage storage = fixture().open()) {
            head(storage, "desk");
            head(storage, "Desk");
            assertThat(storage.sessions()
                            .heads(Set.of(SessionId.of("desk"), SessionId.of("Desk"), SessionId.of("DESK"))))
                    .hasSize(2);
        }
    }

    @Test
    void the_class_is_read_from_the_servers_settings() throws SQLException {
        StorageOptions.Builder options =
                StorageOptions.builder().namespace("careless").callTimeout(PATIENT);
        execute("set global innodb_flush_log_at_trx_commit = 2");
        try (Storage storage = fixture().at(fixture().url(), options.build())) {
            assertThat(storage.faces())
                    .allSatisfy(face -> assertThat(face.durability()).isEqualTo(Durability.D1));
            StorageOptions strict = options.requireDurability(Durability.D2).build();
            assertThatThrownBy(() -> fixture().at(fixture().url(), strict))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DURABILITY_TOO_LOW));
        } finally {
            execute("set global innodb_flush_log_at_trx_commit = 1");
        }
    }

    @Test
    void each_setting_that_loses_commits_lowers_the_class() {
        assertThat(durability("1", "ON", "OFF", "0")).isEqualTo(Durability.D2);
        assertThat(durability("1", "ON", "ON", "1")).isEqualTo(Durability.D2);
        assertThat(durability("1", "ON", "ON", "0")).isEqualTo(Durability.D1);
        assertThat(durability("1", "OFF", "OFF", "0")).isEqualTo(Durability.D1);
        assertThat(durability("2", "ON", "OFF", "0")).isEqualTo(Durability.D1);
        assertThat(durability("0", "ON", "OFF", "0")).isEqualTo(Durability.D0);
    }

    private static Durability durability(String flush, String doublewrite, String binlog, String sync) {
        return MariaDialect.durability(Map.of(
                "innodb_flush_log_at_trx_commit", flush,
                "innodb_doublewrite", doublewrite,
                "log_bin", binlog,
                "sync_binlog", sync));
    }

    @Test
    void the_stores_clock_is_the_same_in_every_time_zone_of_a_session() throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture().url());
                Statement statement = connection.createStatement()) {
            String now = "select " + new MariaDialect().now().replace(":clock", "null");
            for (String zone : List.of("+00:00", "-11:00", "+05:45")) {
                statement.execute("set time_zone = '" + zone + "'");
                try (ResultSet row = statement.executeQuery(now + ", floor(unix_timestamp(now(3)) * 1000)")) {
                    row.next();
                    assertThat(row.getLong(1)).isBetween(row.getLong(2), row.getLong(2) + 10_000);
                }
            }
        }
    }

    @Test
    void an_opening_whose_connection_breaks_while_it_migrates_is_refused_as_unavailable() throws IOException {
        URI server = URI.create(fixture().url().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getPort())) {
            relay.loseAnswerTo("broken_schema_version");
            assertThatThrownBy(() -> fixture().at(through(server, relay), options("broken")))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
            assertThat(relay.lostOne()).isTrue();
        }
    }

    @Test
    void a_server_that_is_not_there_is_refused_as_unavailable() {
        StorageOptions options =
                StorageOptions.builder().callTimeout(Duration.ofMillis(500)).build();
        assertThatThrownBy(() -> fixture().at("jdbc:mariadb://127.0.0.1:1/none", options))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }
}
