package systems.blackroad.core.internal.memory;

import java.util.Set;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;

/**
 * Opens storages in the memory of this process: {@code memory:} a fresh one for each call, {@code memory:name} one that all
 * who open this name and namespace share until the last of them closes it.
 */
public final class MemoryStorageProvider implements StorageProvider {

    private static final String SCHEME = "memory";

    /** For {@code ServiceLoader}. */
    public MemoryStorageProvider() {}

    @Override
    public String id() {
        return SCHEME;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public Storage open(String url, StorageOptions options) {
        if (!url.startsWith(SCHEME + ":")) {
            throw new IllegalArgumentException(
                    "a URL of this provider must start with memory:, got " + url.length() + " chars that do not");
        }
        Durability required = options.required().orElse(Durability.D0);
        if (required != Durability.D0) {
            throw new RefusedException(
                    ErrorCode.STORE_DURABILITY_TOO_LOW,
                    "storage in memory has class D0, but " + required + " is required; open a database instead");
        }
        String name = url.substring(SCHEME.length() + 1);
        return name.isEmpty() ? MemoryStorage.fresh(options) : MemoryStorage.shared(name, options);
    }
}
