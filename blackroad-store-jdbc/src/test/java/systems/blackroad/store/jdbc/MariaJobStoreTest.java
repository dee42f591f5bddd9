package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;
import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

@Tag("server")
@Tag("mariadb")
final class MariaJobStoreTest extends JobStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new MariaFixture();
    }
}
