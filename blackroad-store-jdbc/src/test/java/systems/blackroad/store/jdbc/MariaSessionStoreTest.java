package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;
import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

@Tag("server")
@Tag("mariadb")
final class MariaSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new MariaFixture();
    }
}
