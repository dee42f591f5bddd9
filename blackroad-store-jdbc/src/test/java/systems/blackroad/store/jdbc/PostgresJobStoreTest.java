package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;
import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

@Tag("server")
final class PostgresJobStoreTest extends JobStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new PostgresFixture();
    }
}
