package systems.blackroad.store.jdbc;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

@Tag("server")
@Tag("mariadb")
final class MariaQueueStressTest extends QueueStressChecks {

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }

    /** Not counted: what skips locked rows waits for them for a moment, which may look like one; the store tries again. */
    @Override
    @Nullable
    String deadlocks() {
        return null;
    }
}
