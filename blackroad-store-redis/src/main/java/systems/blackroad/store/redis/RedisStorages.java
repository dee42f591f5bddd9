package systems.blackroad.store.redis;

import io.lettuce.core.RedisClient;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** Storages over a Redis client that the application owns. Stateless and thread-safe. */
public final class RedisStorages {

    private RedisStorages() {}

    /**
     * Sessions on the server that {@code client} is set to. Uses two connections, one of them for hints; closing the storage
     * closes these and never the client. A client that sends a command again after a reconnect, as Lettuce does unless its
     * {@code replayFilter} says otherwise, may see its own append as a conflict; the runtime recognises it by its command id.
     *
     * @throws systems.blackroad.api.error.RefusedException with code {@code STORE_UNAVAILABLE} if the server does not answer,
     *     or {@code STORE_DURABILITY_TOO_LOW} if its settings are below what the options require
     */
    public static Storage open(RedisClient client, StorageOptions options) {
        return RedisStorage.open(client, false, options);
    }
}
