package systems.blackroad.host;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;

/**
 * The host's own tables ({@code host_*}: users, sign-ins, tickets, agents, shares) in DATABASE_URL's database, beside those of the
 * library. With {@code memory:} they live in a database in memory. Thread-safe; no call waits longer for a connection
 * or a lock than was said at {@link #open}.
 */
final class HostDatabase implements AutoCloseable {

    private static final String SCHEMA = "host-schema-";
    private static final int NEWEST = 2;
    private static final long MIGRATION_LOCK = 0x626c_6163_6b68_6f73L;

    private final HikariDataSource pool;
    private final boolean postgresql;

    private HostDatabase(HikariDataSource pool, boolean postgresql) {
        this.pool = pool;
        this.postgresql = postgresql;
    }

    /** Work on one connection. */
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Opens the database and brings its tables up to date; safe when several hosts do so at once.
     *
     * @param patience how long a call waits for a connection, and with SQLite for a lock
     */
    static HostDatabase open(DatabaseUrl url, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("blackroad-host");
        config.setJdbcUrl(url.isMemory() ? "jdbc:sqlite::memory:" : url.storage());
        config.setMaximumPoolSize(url.isMemory() ? 1 : 2);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(patience.toMillis());
        boolean sqlite = url.isMemory() || url.isFile();
        if (sqlite) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty("busy_timeout", Long.toString(patience.toMillis()));
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        }
        if (url.isMemory()) {
            config.setMaxLifetime(0);
            config.setIdleTimeout(0);
        }
        HostDatabase database = new HostDatabase(new HikariDataSource(config), !sqlite);
        try {
            database.migrate();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** Does {@code work} in one transaction; a failure rolls it back. */
    <T extends @Nullable Object> T inTransaction(Work<T> work) {
        boolean committing = false;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                committing = true;
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw committing
                    ? new UnknownOutcomeException(
                            ErrorCode.STORE_UNKNOWN, "the host's tables did not answer a commit", e)
                    : new RefusedException(ErrorCode.STORE_UNAVAILABLE, "the host's tables cannot be reached", e);
        }
    }

    /** Changes rows in a transaction of its own; returns how many. */
    int update(String sql, @Nullable Object... parameters) {
        return inTransaction(connection -> update(connection, sql, parameters));
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Reads rows. */
    <T> List<T> list(RowReader<T> reader, String sql, @Nullable Object... parameters) {
        try (Connection connection = pool.getConnection()) {
            return list(connection, reader, sql, parameters);
        } catch (SQLException e) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "the host's tables cannot be reached", e);
        }
    }

    static <T> List<T> list(Connection connection, RowReader<T> reader, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private void migrate() {
        inTransaction(connection -> {
            if (postgresql) {
                list(connection, row -> true, "SELECT pg_advisory_xact_lock(?)", MIGRATION_LOCK);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS host_schema (version INTEGER PRIMARY KEY)");
                List<Integer> versions =
                        list(connection, row -> row.getInt(1), "SELECT COALESCE(MAX(version), 0) FROM host_schema");
                int present = versions.get(0);
                if (present > NEWEST) {
                    throw new RefusedException(
                            ErrorCode.STORE_SCHEMA_MISMATCH,
                            "the host's tables have version " + present + ", this host knows " + NEWEST
                                    + "; start a newer host");
                }
                for (int version = present + 1; version <= NEWEST; version++) {
                    for (String command : script(version).split(";", -1)) {
                        if (!command.isBlank()) {
                            statement.execute(command);
                        }
                    }
                    update(connection, "INSERT INTO host_schema (version) VALUES (?)", version);
                }
            }
            return NEWEST;
        });
    }

    private static String script(int version) {
        try (InputStream in = HostDatabase.class.getResourceAsStream(SCHEMA + version + ".sql")) {
            return new String(Objects.requireNonNull(in, "schema script").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RefusedException(ErrorCode.STORE_SCHEMA_MISMATCH, "the host's schema script cannot be read", e);
        }
    }
}
