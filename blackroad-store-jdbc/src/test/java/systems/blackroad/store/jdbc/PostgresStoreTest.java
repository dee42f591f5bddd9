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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

@Tag("server")
final class PostgresStoreTest extends JdbcStoreChecks {

    private static final SessionId SESSION = SessionId.of("s1");
    private static final NodeId NODE = NodeId.of("n1");

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }

    @Override
    List<String> tablesOfNodes() {
        return List.of("node", "exchange");
    }

    @Test
    void an_append_whose_answer_is_lost_is_unknown_and_stands() throws IOException {
        URI server = URI.create(fixture().url().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getPort());
                Storage near = fixture().open(options("lost"));
                Storage far = fixture().at(through(server, relay), options("lost"))) {
            far.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            SessionHead head = far.sessions().heads(Set.of(SESSION)).get(SESSION);
            relay.loseAnswerTo("\"ada\"");
            assertThatThrownBy(() -> far.sessions().append(List.of(Samples.append(SESSION, head, 2))))
                    .isInstanceOfSatisfying(
                            UnknownOutcomeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNKNOWN));
            assertThat(near.sessions()
                            .read(SESSION, 1, SessionStore.NO_SNAPSHOT, 10)
                            .orElseThrow()
                            .events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.command().sequence()).isEqualTo(2));
            assertThat(relay.lostOne()).isTrue();
            assertThat(far.sessions()
                            .read(SESSION, 0, SessionStore.NO_SNAPSHOT, 10)
                            .orElseThrow()
                            .events())
                    .hasSize(2);
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
            relay.loseAnswerTo("COMMIT");
            assertThatThrownBy(() -> far.jobs().exchange(exchange)).isInstanceOf(UnknownOutcomeException.class);
            assertThat(relay.lostOne()).isTrue();
            assertThat(far.jobs().exchange(exchange).claimed()).hasSize(2);
            assertThat(near.jobs().exchange(exchange).claimed()).hasSize(2);
        }
    }

    /** Without prepared statements, so that every request holds its whole text. */
    private static String through(URI server, Relay relay) {
        return "jdbc:postgresql://127.0.0.1:" + relay.port() + server.getPath() + "?prepareThreshold=0&"
                + server.getQuery();
    }

    @Test
    void a_server_that_is_not_there_is_refused_as_unavailable() {
        StorageOptions options =
                StorageOptions.builder().callTimeout(Duration.ofMillis(500)).build();
        assertThatThrownBy(() -> fixture().at("jdbc:postgresql://127.0.0.1:1/none", options))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void an_exhausted_pool_is_refused_and_names_its_size() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Void> release = new CompletableFuture<>();
        AtomicBoolean holds = new AtomicBoolean();
        StorageOptions options = StorageOptions.builder()
                .namespace("full")
                .callTimeout(Duration.ofSeconds(2))
                .maxConnections(1)
                // Asked by a call that has its connection, which it so keeps until it is released.
                .clock(() -> {
                    if (holds.compareAndSet(true, false)) {
                        held.countDown();
                        release.join();
                    }
                    return fixture().clock().instant();
                })
                .build();
        fixture().open(options("full")).close();
        try (Storage storage = fixture().open(options)) {
            holds.set(true);
            Future<?> holder = threads().submit(() -> storage.jobs().find(JobId.of("none")));
            held.await();
            assertThatThrownBy(() -> storage.jobs().find(JobId.of("none")))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .hasMessageContaining("at most 1 connections (StorageOptions.maxConnections)");
            release.complete(null);
            holder.get(30, TimeUnit.SECONDS);
        } finally {
            release.complete(null);
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_cut_and_writes_nothing() throws Exception {
        StorageOptions hasty = StorageOptions.builder()
                .namespace("slow")
                .callTimeout(Duration.ofSeconds(2))
                .build();
        // Only the statement is cut: the driver would give up the connection soon after.
        String url = fixture().url() + "&socketTimeout=60";
        try (Storage patient = fixture().open(options("slow"));
                Storage storage = fixture().at(url, hasty);
                Connection other = DriverManager.getConnection(fixture().url())) {
            other.setAutoCommit(false);
            patient.jobs().enqueue(List.of(Samples.job("same")), JdbcTransaction.of(other));
            assertThatThrownBy(() -> storage.jobs().enqueue(List.of(Samples.job("same")), null))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .hasMessageContaining("57014");
            other.rollback();
            assertThat(patient.jobs().find(JobId.of("same"))).isEmpty();
        }
    }

    @Test
    void another_server_under_the_tables_begins_a_new_epoch_once() throws SQLException {
        StorageOptions options = options("moved");
        String before;
        long token;
        try (Storage storage = fixture().open(options)) {
            storage.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            before = epoch(storage);
            storage.jobs().heartbeat(Samples.heartbeat(NODE));
            token = claimOne(storage, "a", 1);
        }
        try (Storage storage = fixture().open(options)) {
            assertThat(epoch(storage)).isEqualTo(before);
        }
        execute("update moved_meta set fingerprint = 'another server'");
        try (Storage first = fixture().open(options);
                Storage second = fixture().open(options)) {
            assertThat(epoch(first)).isNotEqualTo(before).isEqualTo(epoch(second));
            assertThat(claimOne(second, "b", 2)).isGreaterThan(token + (1L << 30));
        }
    }

    private static String epoch(Storage storage) {
        return storage.sessions()
                .read(SESSION, 0, SessionStore.NO_SNAPSHOT, 0)
                .orElseThrow()
                .head()
                .epoch();
    }

    private static long claimOne(Storage storage, String job, long sequence) {
        storage.jobs().enqueue(List.of(Samples.job(job)), null);
        return storage.jobs()
                .exchange(new Exchange(NODE, sequence, List.of(), new Claim(Set.of("report"), 1, false)))
                .claimed()
                .get(0)
                .token();
    }

    @Test
    void settings_that_are_not_durable_enough_are_told_and_refused() {
        String careless = fixture().url() + "&options=-c%20synchronous_commit=off";
        StorageOptions.Builder options =
                StorageOptions.builder().namespace("careless").callTimeout(PATIENT);
        try (Storage storage = fixture().at(careless, options.build())) {
            assertThat(storage.faces())
                    .allSatisfy(face -> assertThat(face.durability()).isEqualTo(Durability.D0));
        }
        StorageOptions strict = options.requireDurability(Durability.D1).build();
        assertThatThrownBy(() -> fixture().at(careless, strict))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DURABILITY_TOO_LOW));
    }

    @Test
    void a_hint_goes_out_with_the_callers_commit() throws Exception {
        try (Storage storage = fixture().open();
                Connection connection = DriverManager.getConnection(fixture().url())) {
            BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
            storage.jobs().hints(heard::add);
            connection.setAutoCommit(false);
            storage.jobs().enqueue(List.of(Samples.job("j1")), JdbcTransaction.of(connection));
            assertThat(heard).isEmpty();
            connection.commit();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** A hint that rides in a commit names no queues; the sender's, which comes in a transaction of its own, does. */
    @Test
    void the_hint_of_an_enqueue_after_a_pause_goes_out_with_its_commit_to_other_nodes_only() throws Exception {
        try (Storage first = fixture().open();
                Storage second = fixture().open()) {
            BlockingQueue<Set<String>> atFirst = new LinkedBlockingQueue<>();
            BlockingQueue<Set<String>> atSecond = new LinkedBlockingQueue<>();
            BlockingQueue<Set<String>> sessionsAtFirst = new LinkedBlockingQueue<>();
            first.jobs().hints(atFirst::add);
            first.sessions().hints(sessionsAtFirst::add);
            second.jobs().hints(atSecond::add);
            first.jobs().enqueue(List.of(Samples.job("j1")), null);
            assertThat(atSecond.poll(20, TimeUnit.SECONDS)).isEmpty();
            // The server gives hints to everyone in the order of the commits, so an echo of its own would be here by
            // then.
            second.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            assertThat(sessionsAtFirst.poll(20, TimeUnit.SECONDS)).containsExactly("s1");
            assertThat(atFirst).containsExactly(Set.of("main"));
        }
    }

    @Test
    void a_listener_whose_connection_is_cut_listens_again() throws Exception {
        try (Storage listening = fixture().open();
                Storage writing = fixture().open()) {
            BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
            listening.sessions().hints(heard::add);
            execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen t%'");
            // Once it is back it tells that everything may have changed.
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEmpty();
            writing.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly("s1");
        }
    }

    @Test
    void without_hints_no_connection_listens_and_everything_else_works() throws Exception {
        StorageOptions options = options("silent");
        try (Storage silent = fixture().at(fixture().url() + "&blackroadHints=off", options)) {
            BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
            silent.sessions().hints(heard::add);
            silent.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly("s1");
            try (Connection connection = DriverManager.getConnection(fixture().url());
                    Statement statement = connection.createStatement();
                    ResultSet listeners = statement.executeQuery(
                            "select count(*) from pg_stat_activity where query = 'listen silent_hint'")) {
                listeners.next();
                assertThat(listeners.getInt(1)).isZero();
            }
        }
    }

    private static SessionHead appended(Storage storage, Append append) {
        return ((AppendResult.Appended)
                        storage.sessions().append(List.of(append)).get(0))
                .head();
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
    void an_append_that_waits_for_a_new_epoch_does_not_stand_under_the_old_one() throws Exception {
        try (Storage storage = fixture().open(options("turn"));
                Connection other = DriverManager.getConnection(fixture().url());
                Statement theirs = other.createStatement()) {
            SessionHead head = appended(storage, Samples.append(SESSION, null, 1));
            other.setAutoCommit(false);
            theirs.execute("lock table turn_meta in exclusive mode");
            theirs.execute("update turn_meta set epoch = 'next'");
            Future<AppendResult> append = threads()
                    .submit(() -> storage.sessions()
                            .append(List.of(Samples.append(SESSION, head, 2)))
                            .get(0));
            awaitWaiting(1);
            other.commit();
            assertThat(append.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(AppendResult.Conflict.class, lost -> {
                assertThat(lost.head().orElseThrow().epoch()).isEqualTo("next");
                assertThat(lost.head().orElseThrow().revision()).isEqualTo(1);
            });
        }
    }

    @Test
    void a_new_epoch_waits_for_appends_that_run() throws Exception {
        try (Storage storage = fixture().open(options("after"));
                Connection other = DriverManager.getConnection(fixture().url());
                Statement theirs = other.createStatement()) {
            SessionHead head = appended(storage, Samples.append(SESSION, null, 1));
            other.setAutoCommit(false);
            // The row of the session makes the append wait in the midst of its statement.
            theirs.execute("select * from after_session_head for update");
            Future<AppendResult> append = threads()
                    .submit(() -> storage.sessions()
                            .append(List.of(Samples.append(SESSION, head, 2)))
                            .get(0));
            awaitWaiting(1);
            Future<?> epoch = threads().submit(() -> storage.sessions().newEpoch());
            awaitWaiting(2);
            assertThat(epoch.isDone()).isFalse();
            other.commit();
            assertThat(append.get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            AppendResult.Appended.class,
                            won -> assertThat(won.head().epoch()).isEqualTo(head.epoch()));
            epoch.get(30, TimeUnit.SECONDS);
            assertThat(epoch(storage)).isNotEqualTo(head.epoch());
        }
    }

    /** Waits until so many connections wait for a lock. */
    private void awaitWaiting(int connections) throws SQLException {
        long end = System.nanoTime() + fixture().patience().toNanos();
        while (number("select count(distinct pid) from pg_locks where not granted") < connections) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
