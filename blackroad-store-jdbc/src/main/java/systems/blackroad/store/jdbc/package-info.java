/**
 * Storage in a relational database: PostgreSQL for several nodes, SQLite for one machine with nothing installed.
 *
 * <p>Applications open it by URL through {@link systems.blackroad.api.store.Storages}, or hand their own {@code
 * DataSource} to {@link systems.blackroad.store.jdbc.JdbcStorages}; {@link
 * systems.blackroad.store.jdbc.JdbcTransaction} lets them enqueue jobs in a transaction of their own. Everything else is
 * private to the package.
 */
@NullMarked
package systems.blackroad.store.jdbc;

import org.jspecify.annotations.NullMarked;
