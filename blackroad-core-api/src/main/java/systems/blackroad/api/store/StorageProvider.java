package systems.blackroad.api.store;

import java.util.Set;

/**
 * A kind of storage, found by {@code ServiceLoader}. Implementations have a public constructor without parameters, hold
 * no state, and are declared twice: in {@code module-info} and under {@code META-INF/services}.
 */
public interface StorageProvider {

    /** The provider's name, unique among those present, for example {@code jdbc}. */
    String id();

    /** The URL prefixes that it answers to, without the last colon, for example {@code jdbc:postgresql}. */
    Set<String> schemes();

    /**
     * Opens the storage at {@code url}: connects, migrates what must be, and checks the durability class.
     *
     * @throws systems.blackroad.api.error.RefusedException if it cannot be opened as asked; nothing is left open
     */
    Storage open(String url, StorageOptions options);
}
