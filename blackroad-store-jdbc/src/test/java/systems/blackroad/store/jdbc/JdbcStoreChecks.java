package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.api.window.AppId;
import systems.blackroad.core.BlackRoad;

/** What this store promises beyond the contract, on either database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class JdbcStoreChecks {

    /** For tests that are not about the time a call may take. */
    static final Duration PATIENT = Duration.ofMinutes(1);

    private static final SessionId SESSION = SessionId.of("s1");

    private JdbcFixture fixture;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    abstract JdbcFixture newFixture();

    @BeforeEach
    void makeFixture() {
        fixture = newFixture();
    }

    @AfterEach
    void closeFixture() {
        threads.shutdownNow();
        fixture.close();
    }

    final JdbcFixture fixture() {
        return fixture;
    }

    final ExecutorService threads() {
        return threads;
    }

    @Test
    void eight_openers_at_once_migrate_once() throws Exception {
        CyclicBarrier start = new CyclicBarrier(8);
        List<Callable<Storage>> openers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            openers.add(() -> {
                start.await(30, TimeUnit.SECONDS);
                return fixture.open();
            });
        }
        List<Storage> opened = new ArrayList<>();
        for (Future<Storage> opener : threads.invokeAll(openers)) {
            opened.add(opener.get());
        }
        opened.get(0).sessions().append(List.of(Samples.append(SESSION, null, 1)));
        assertThat(opened)
                .hasSize(8)
                .allSatisfy(storage -> assertThat(storage.sessions().read(SESSION, 0, SessionStore.NO_SNAPSHOT, 10))
                        .isPresent());
    }

    @Test
    void two_nodes_append_a_thousand_events_without_a_gap() throws Exception {
        List<Storage> nodes = List.of(fixture.open(), fixture.open());
        nodes.get(0).sessions().append(List.of(Samples.append(SESSION, null, 1)));
        AtomicInteger command = new AtomicInteger(1);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Storage node = nodes.get(i % 2);
            writers.add(() -> appendHundred(node, command));
        }
        int won = 0;
        for (Future<Integer> writer : threads.invokeAll(writers)) {
            won += writer.get();
        }
        SessionSlice first = nodes.get(0)
                .sessions()
                .read(SESSION, 0, SessionStore.NO_SNAPSHOT, 1000)
                .orElseThrow();
        SessionSlice rest = nodes.get(1)
                .sessions()
                .read(SESSION, 1000, SessionStore.NO_SNAPSHOT, 1000)
                .orElseThrow();
        List<StoredEvent> events = new ArrayList<>(first.events());
        events.addAll(rest.events());
        assertThat(won).isEqualTo(1000);
        assertThat(events.stream().map(StoredEvent::revision))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1001).boxed().collect(Collectors.toList()));
        assertThat(events.stream().map(event -> event.command().sequence())).doesNotHaveDuplicates();
    }

    private static int appendHundred(Storage node, AtomicInteger command) {
        int won = 0;
        SessionHead head = node.sessions().heads(Set.of(SESSION)).get(SESSION);
        while (won < 100) {
            AppendResult result = node.sessions()
                    .append(List.of(Samples.append(SESSION, head, command.incrementAndGet())))
                    .get(0);
            if (result instanceof AppendResult.Appended appended) {
                head = appended.head();
                won++;
            } else if (result instanceof AppendResult.Conflict conflict) {
                head = conflict.head().orElseThrow();
            }
        }
        return won;
    }

    @Test
    void a_desktop_goes_on_at_another_node_and_after_a_restart() {
        Actor ada = Actor.of(UserId.of("ada"));
        OsState left;
        try (OsRuntime here = BlackRoad.runtime(fixture.open()).build();
                OsRuntime there = BlackRoad.runtime(fixture.open()).build()) {
            here.open(SESSION, ada, SessionCommand.OpenSession.empty())
                    .execute(new WindowCommand.OpenWindow(AppId.of("notes"), null, Map.of()));
            OsSession attached = there.attach(SESSION, ada);
            attached.execute(new WindowCommand.OpenWindow(AppId.of("mail"), null, Map.of()));
            left = attached.state();
        }
        fixture.closeInstances();
        try (OsRuntime again = BlackRoad.runtime(fixture.open()).build()) {
            assertThat(again.requireState(SESSION)).isEqualTo(left);
            assertThat(left.windows()).hasSize(2);
        }
    }

    @Test
    void of_random_rollbacks_nothing_stays_and_of_commits_all() throws SQLException {
        Storage storage = fixture.open();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> committed = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(fixture.url())) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 200; i++) {
                String id = String.format("job-%03d", i);
                storage.jobs().enqueue(List.of(Samples.job(id)), JdbcTransaction.of(connection));
                if (random.nextBoolean()) {
                    connection.commit();
                    committed.add(id);
                } else {
                    connection.rollback();
                }
            }
        }
        Set<String> present = new TreeSet<>();
        String next = null;
        do {
            var page = storage.jobs().list(JobFilter.ALL, next, 50);
            page.items().forEach(job -> present.add(job.id().value()));
            next = page.next();
        } while (next != null);
        assertThat(present).as("seed %d", seed).isEqualTo(committed);
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.PENDING, (long) committed.size());
    }

    @Test
    void tables_of_a_newer_library_are_refused() throws SQLException {
        fixture.open().close();
        StorageOptions options = options("newer");
        fixture.open(options).close();
        execute("insert into newer_schema_version values (99)");
        assertThatThrownBy(() -> fixture.open(options))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_SCHEMA_MISMATCH))
                .hasMessageContaining("99")
                .hasMessageContaining("use a newer library");
    }

    @Test
    void the_exported_statements_make_what_opening_makes() throws SQLException {
        String kind;
        try (Storage storage = fixture.open()) {
            kind = storage.faces().get(0).kind();
        }
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement()) {
            for (String sql : JdbcStorages.exportSql(kind, "exported")
                    .replaceAll("--[^\n]*", "")
                    .split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        try (Storage storage = fixture.open(options("exported"))) {
            assertThat(storage.jobs().enqueue(List.of(Samples.job("j1")), null)).hasSize(1);
        }
    }

    @Test
    void a_node_is_forgotten_days_after_its_end_and_not_before_all_its_jobs_are_back() throws SQLException {
        NodeId node = NodeId.of("n");
        try (Storage storage = fixture.open(StorageOptions.builder()
                .namespace("days")
                .clock(fixture.clock())
                .build())) {
            JobStore jobs = storage.jobs();
            jobs.enqueue(List.of(Samples.job("a"), Samples.job("b")), null);
            jobs.heartbeat(Samples.heartbeat(node));
            jobs.exchange(new Exchange(node, 1, List.of(), new Claim(Set.of("report"), 2, false)));
            fixture.clock().advance(Duration.ofDays(3));
            assertThat(jobs.rescue(1)).hasSize(1);
            assertThat(jobs.rescue(1)).hasSize(1);
            for (String table : tablesOfNodes()) {
                assertThat(count("days_" + table)).as(table).isPositive();
            }
            assertThat(jobs.rescue(1)).isEmpty();
            for (String table : tablesOfNodes()) {
                assertThat(count("days_" + table)).as(table).isZero();
            }
        }
    }

    /** What has rows of a node. */
    List<String> tablesOfNodes() {
        return List.of("node");
    }

    private long count(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void a_data_source_of_the_application_is_used_and_never_closed() throws SQLException {
        OneUrl source = new OneUrl(fixture.url());
        StorageOptions options = options("callers");
        try (Storage storage = JdbcStorages.open(source, options)) {
            storage.sessions().append(List.of(Samples.append(SESSION, null, 1)));
            storage.jobs().enqueue(List.of(Samples.job("j1")), null);
            storage.ping();
            storage.ping();
        }
        fixture.open(options).close();
        assertThat(source.opened.get()).isGreaterThan(1);
        assertThat(source.getConnection().isValid(5)).isTrue();
    }

    @Test
    void a_closed_storage_says_so() {
        Storage storage = fixture.open();
        storage.close();
        assertThatThrownBy(storage::ping)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    }

    @Test
    void counts_stay_exact_over_many_writes_of_two_nodes() throws Exception {
        List<Storage> nodes = List.of(fixture.open(), fixture.open());
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int number = writer;
            writers.add(() -> {
                for (int i = 0; i < 100; i++) {
                    nodes.get(number % 2).jobs().enqueue(List.of(Samples.job("j-" + number + "-" + i)), null);
                }
                return null;
            });
        }
        for (Future<Void> writer : threads.invokeAll(writers)) {
            writer.get();
        }
        assertThat(nodes.get(1).jobs().counts()).containsEntry(JobStatus.PENDING, 400L);
    }

    /** Options on another namespace of the fixture's place. */
    final StorageOptions options(String namespace) {
        return StorageOptions.builder()
                .namespace(namespace)
                .clock(fixture.clock())
                .callTimeout(PATIENT)
                .requireDurability(Durability.D2)
                .build();
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
