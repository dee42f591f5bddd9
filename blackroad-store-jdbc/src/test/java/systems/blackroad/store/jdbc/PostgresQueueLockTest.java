package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
final class PostgresQueueLockTest extends QueueLockChecks {

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }
}
