package systems.blackroad.store.jdbc;

import org.jspecify.annotations.Nullable;

final class SqliteQueueStressTest extends QueueStressChecks {

    @Override
    JdbcFixture newFixture() {
        return new SqliteFixture();
    }

    @Override
    @Nullable
    String deadlocks() {
        return null;
    }
}
