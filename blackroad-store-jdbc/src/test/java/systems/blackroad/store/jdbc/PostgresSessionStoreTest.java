package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;
import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

@Tag("server")
final class PostgresSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new PostgresFixture();
    }
}
