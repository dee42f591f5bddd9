package systems.blackroad.host;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The routes on a real PostgreSQL. */
@Tag("server")
@Timeout(120)
final class PostgresRoutesTest {

    @Nested
    final class Users extends UserRoutesTest {
        @Override
        TestStore store() {
            return TestStore.POSTGRESQL;
        }
    }

    @Nested
    final class State extends StateImportTest {
        @Override
        TestStore store() {
            return TestStore.POSTGRESQL;
        }
    }

    @Nested
    final class Sessions extends SessionRoutesTest {
        @Override
        TestStore store() {
            return TestStore.POSTGRESQL;
        }
    }

    @Nested
    final class Streams extends EventStreamTest {
        @Override
        TestStore store() {
            return TestStore.POSTGRESQL;
        }
    }

    @Nested
    final class Jobs extends OperatorRoutesTest {
        @Override
        TestStore store() {
            return TestStore.POSTGRESQL;
        }
    }
}
