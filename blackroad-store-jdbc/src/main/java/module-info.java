import systems.blackroad.api.store.StorageProvider;
import systems.blackroad.store.jdbc.JdbcStorageProvider;

/**
 * Storage in a relational database.
 *
 * @provides systems.blackroad.api.store.StorageProvider PostgreSQL, MariaDB and SQLite
 */
module systems.blackroad.store.jdbc {
    requires transitive systems.blackroad.api;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires org.jdbi.v3.core;
    // Jdbi is an automatic module and does not pull this one in by itself.
    requires io.leangen.geantyref;
    requires org.slf4j;
    requires static org.jspecify;

    exports systems.blackroad.store.jdbc;

    provides StorageProvider with
            JdbcStorageProvider;
}
