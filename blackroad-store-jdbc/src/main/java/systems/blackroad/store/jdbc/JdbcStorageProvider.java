package systems.blackroad.store.jdbc;

import java.util.Set;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;

/**
 * Opens storages at JDBC URLs, found by {@code ServiceLoader}; applications do not use it. Stateless.
 *
 * <p>A PostgreSQL URL is the driver's own, with one parameter more: {@code blackroadHints=off} neither listens nor
 * notifies, for a pooler that hands out connections per transaction; changes of other nodes are then polled for. A MariaDB
 * URL is the driver's own; changes of other nodes are polled for. A SQLite URL names a file
 * on a local disk, whose directory is made if it is missing.
 */
public final class JdbcStorageProvider implements StorageProvider {

    /** For {@code ServiceLoader}. */
    public JdbcStorageProvider() {}

    @Override
    public String id() {
        return "jdbc";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("jdbc:postgresql", "jdbc:mariadb", "jdbc:sqlite");
    }

    @Override
    public Storage open(String url, StorageOptions options) {
        return JdbcStorages.open(url, options);
    }
}
