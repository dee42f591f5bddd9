package systems.blackroad.store.redis;

import org.junit.jupiter.api.Tag;
import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

@Tag("server")
class RedisSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new RedisFixture();
    }
}
