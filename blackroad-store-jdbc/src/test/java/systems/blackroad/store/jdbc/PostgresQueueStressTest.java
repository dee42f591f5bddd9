package systems.blackroad.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** On a server of its own, which counts the deadlocks of no other test. */
@Tag("server")
final class PostgresQueueStressTest extends QueueStressChecks {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.embedded("on");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture(server.getJdbcUrl("postgres", "postgres"));
    }

    @Override
    String deadlocks() {
        return "select deadlocks from pg_stat_database where datname = current_database()";
    }
}
