package systems.blackroad.store.redis;

import java.time.Duration;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.store.StoreFixture;

/** The shared test server, reached as an application would reach it. */
final class RedisFixture extends StoreFixture {

    @Override
    protected Storage open(StorageOptions options) {
        return Storages.open(RedisServer.shared().url(), options);
    }

    @Override
    public Durability durability() {
        return Durability.D2;
    }

    @Override
    public boolean hintsCrossInstances() {
        return true;
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(2);
    }
}
