package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** In which order batches lock heads, once another node was met. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PostgresOrderTest {

    private final PostgresFixture fixture = new PostgresFixture();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void closeFixture() {
        thread.shutdownNow();
        fixture.close();
    }

    @Test
    void after_a_deadlock_heads_are_locked_in_order() throws Exception {
        String late = fixture.url() + "&options=-c%20deadlock_timeout=5s";
        try (Storage storage = fixture.at(late, options("deadlock"));
                Connection other = DriverManager.getConnection(fixture.url());
                Statement theirs = other.createStatement()) {
            SessionHead one = appended(storage, Samples.append(SessionId.of("a"), null, 1));
            SessionHead two = appended(storage, Samples.append(SessionId.of("b"), null, 1));
            other.setAutoCommit(false);
            theirs.execute("set deadlock_timeout = '10min'");
            theirs.execute("select * from deadlock_session_head where session = 'b' for update");
            Future<List<AppendResult>> append = thread.submit(() -> storage.sessions()
                    .append(List.of(Samples.append(one.id(), one, 2), Samples.append(two.id(), two, 2))));
            assertThat(waitingStatement()).doesNotContain("for update)");
            // The append has the head of a and waits for that of b; the server ends it, as it looks for deadlocks
            // sooner.
            theirs.execute("select * from deadlock_session_head where session = 'a' for update");
            assertThat(waitingStatement()).contains("for update)");
            other.commit();
            assertThat(append.get(30, TimeUnit.SECONDS)).hasOnlyElementsOfType(AppendResult.Appended.class);
        }
    }

    @Test
    void after_a_conflict_heads_are_locked_in_order() throws Exception {
        try (Storage storage = fixture.open(options("conflict"));
                Connection other = DriverManager.getConnection(fixture.url());
                Statement theirs = other.createStatement()) {
            SessionHead one = appended(storage, Samples.append(SessionId.of("a"), null, 1));
            SessionHead two = appended(storage, Samples.append(SessionId.of("b"), null, 1));
            SessionHead moved = appended(storage, Samples.append(one.id(), one, 2));
            assertThat(storage.sessions().append(List.of(Samples.append(one.id(), one, 3))))
                    .hasOnlyElementsOfType(AppendResult.Conflict.class);
            other.setAutoCommit(false);
            theirs.execute("select * from conflict_session_head where session = 'b' for update");
            Future<List<AppendResult>> append = thread.submit(() -> storage.sessions()
                    .append(List.of(Samples.append(one.id(), moved, 4), Samples.append(two.id(), two, 2))));
            assertThat(waitingStatement()).contains("for update)");
            other.commit();
            assertThat(append.get(30, TimeUnit.SECONDS)).hasOnlyElementsOfType(AppendResult.Appended.class);
        }
    }

    /** What the append says that waits for a lock, or will. */
    private String waitingStatement() throws SQLException {
        long end = System.nanoTime() + fixture.patience().toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(fixture.url());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select query from pg_stat_activity"
                            + " where wait_event_type = 'Lock' and query like 'with i as%'")) {
                if (row.next()) {
                    return row.getString(1);
                }
            }
            assertThat(System.nanoTime()).as("no append waits").isLessThan(end);
        }
    }

    private static StorageOptions options(String namespace) {
        return StorageOptions.builder()
                .namespace(namespace)
                .callTimeout(JdbcStoreChecks.PATIENT)
                .build();
    }

    private static SessionHead appended(Storage storage, Append append) {
        return ((AppendResult.Appended)
                        storage.sessions().append(List.of(append)).get(0))
                .head();
    }
}
