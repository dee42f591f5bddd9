package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
@Tag("mariadb")
final class MariaQueueLockTest extends QueueLockChecks {

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }
}
