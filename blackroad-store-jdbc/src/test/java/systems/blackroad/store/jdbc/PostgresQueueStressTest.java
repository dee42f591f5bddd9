package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
final class PostgresQueueStressTest extends QueueStressChecks {

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }

    @Override
    String deadlocks() {
        return "select deadlocks from pg_stat_database where datname = current_database()";
    }
}
