package systems.blackroad.store.jdbc;

import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

final class SqliteSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new SqliteFixture();
    }
}
