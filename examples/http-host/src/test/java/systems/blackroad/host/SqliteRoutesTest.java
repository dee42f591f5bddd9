package systems.blackroad.host;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** The routes on the embedded database. */
@Timeout(120)
final class SqliteRoutesTest {

    @Nested
    final class Users extends UserRoutesTest {
        @Override
        TestStore store() {
            return TestStore.SQLITE;
        }
    }

    @Nested
    final class State extends StateImportTest {
        @Override
        TestStore store() {
            return TestStore.SQLITE;
        }
    }

    @Nested
    final class Sessions extends SessionRoutesTest {
        @Override
        TestStore store() {
            return TestStore.SQLITE;
        }
    }

    @Nested
    final class Streams extends EventStreamTest {
        @Override
        TestStore store() {
            return TestStore.SQLITE;
        }
    }

    @Nested
    final class Jobs extends OperatorRoutesTest {
        @Override
        TestStore store() {
            return TestStore.SQLITE;
        }
    }
}
