package systems.blackroad.store.jdbc;

import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

final class SqliteJobStoreTest extends JobStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new SqliteFixture();
    }
}
