package systems.blackroad.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.Set;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;

/** Opens {@code redis:} and {@code rediss:} URLs; found by {@code ServiceLoader}. */
public final class RedisStorageProvider implements StorageProvider {

    /** For {@code ServiceLoader}. */
    public RedisStorageProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("redis", "rediss");
    }

    @Override
    public Storage open(String url, StorageOptions options) {
        RedisURI uri;
        try {
            uri = RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.INVALID_VALUE, "a Redis URL must read like redis://user:password@host:6379/0", e);
        }
        uri.setTimeout(options.callTimeout());
        RedisClient client = RedisClient.create(uri);
        client.setOptions(RedisStorage.clientOptions(options));
        return RedisStorage.open(client, true, options);
    }
}
