package systems.blackroad.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/**
 * Storages in a relational database, from a data source of the application's own. Stateless and thread-safe. By URL, use
 * {@link systems.blackroad.api.store.Storages}.
 */
public final class JdbcStorages {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String MARIADB = "jdbc:mariadb:";
    private static final Duration MIN_STANDSTILL = Duration.ofSeconds(1);
    private static final Set<String> KINDS = Set.of("postgresql", "mariadb", "sqlite");
    private static final Pattern NO_HINTS = Pattern.compile("([?&])blackroadHints=off(&|$)");

    private JdbcStorages() {}

    /**
     * Opens the storage in the database of {@code source}: connects, migrates what must be, and checks the durability
     * class. The source is never closed. On PostgreSQL one of its connections is kept for listening, from the first
     * listener on until the storage closes. On SQLite the source's connections must set {@code busy_timeout}, and for
     * class D2 {@code journal_mode=WAL} and {@code synchronous=FULL}. On MariaDB they must not set {@code
     * useAffectedRows}, and a short {@code innodb_lock_wait_timeout} lets a call that waits for a lock be tried again.
     * With an {@code idle_in_transaction_session_timeout} of a second, on MariaDB {@code idle_transaction_timeout}, a process
     * that is stopped or cut off in the middle of a transaction keeps its locks from the others no longer.
     *
     * @throws RefusedException if it cannot be opened as asked; with code {@code STORE_UNSUPPORTED} if the database is
     *     none of PostgreSQL, MariaDB and SQLite
     */
    public static Storage open(DataSource source, StorageOptions options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        return JdbcStorage.open(new Database(source, false, dialect(source), options));
    }

    /**
     * The statements that create a namespace's tables, for a database administrator who runs them instead of the library.
     *
     * @param kind {@code postgresql}, {@code mariadb} or {@code sqlite}
     * @param namespace as in {@link StorageOptions#namespace()}
     * @throws IllegalArgumentException if the kind or the namespace has no such form
     */
    public static String exportSql(String kind, String namespace) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be postgresql, mariadb or sqlite, got '" + kind + "'");
        }
        StorageOptions options = StorageOptions.builder().namespace(namespace).build();
        return Migrations.export(kind, options.namespace());
    }

    static Storage open(String url, StorageOptions options) {
        return JdbcStorage.open(database(url, options));
    }

    /** The database at a URL, with a pool of its own. */
    static Database database(String url, StorageOptions options) {
        boolean sqlite = url.startsWith(SQLITE);
        Matcher noHints = NO_HINTS.matcher(url);
        boolean mariadb = url.startsWith(MARIADB);
        Dialect dialect =
                sqlite ? new SqliteDialect() : mariadb ? new MariaDialect() : new PostgresDialect(!noHints.find());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(noHints.replaceFirst("$1"));
        config.setPoolName("blackroad-jdbc");
        config.setMaximumPoolSize(options.maxConnections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(250, options.callTimeout().toMillis()));
        config.setValidationTimeout(
                Math.max(250, Math.min(5000, options.callTimeout().toMillis() - 1)));
        config.setInitializationFailTimeout(options.callTimeout().toMillis());
        if (sqlite) {
            prepareFile(url);
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty(
                    "busy_timeout", Long.toString(options.callTimeout().toMillis()));
        } else if (mariadb) {
            mariaSettings(config, options);
        } else {
            // A cut wire is noticed although the server can no longer say that the statement timed out.
            config.addDataSourceProperty(
                    "socketTimeout", Long.toString(options.callTimeout().toSeconds() + 2));
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("ApplicationName", "blackroad");
            config.setConnectionInitSql("set idle_in_transaction_session_timeout = "
                    + standstill(options).toMillis());
        }
        if (dialect.hasServer()) {
            Properties properties = config.getDataSourceProperties();
            config.setDataSource(new PromptSource(
                    new DriverDataSource(config.getJdbcUrl(), null, properties, null, null), dialect.kind()));
        }
        return new Database(pool(config, dialect, options), true, dialect, options);
    }

    /**
     * How long a transaction of ours may stand still, as it does if its process is stopped or cut off: until then it keeps
     * what it locked from all others, whose calls should outlast that.
     */
    private static Duration standstill(StorageOptions options) {
        Duration fifth = options.callTimeout().dividedBy(5);
        return fifth.compareTo(MIN_STANDSTILL) < 0 ? MIN_STANDSTILL : fifth;
    }

    /** Waits for locks end before the call does, so that it can be tried again; nothing is cut or filled in silence. */
    private static void mariaSettings(HikariConfig config, StorageOptions options) {
        long seconds = options.callTimeout().toSeconds();
        config.addDataSourceProperty("socketTimeout", Long.toString((seconds + 2) * 1000));
        config.addDataSourceProperty(
                "connectTimeout", Long.toString(options.callTimeout().toMillis()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setConnectionInitSql("set session innodb_lock_wait_timeout = " + Math.max(1, seconds / 3)
                + ", session idle_transaction_timeout = " + standstill(options).toSeconds()
                + ", session tx_isolation = 'READ-COMMITTED', session sql_mode = concat(@@sql_mode,"
                + " ',STRICT_TRANS_TABLES'), session in_predicate_conversion_threshold = 0");
    }

    private static HikariDataSource pool(HikariConfig config, Dialect dialect, StorageOptions options) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw SqlFailures.unopened(e, dialect.kind(), options);
        } catch (LinkageError e) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "the native library of the " + dialect.kind() + " driver does not load; set the system property"
                            + " org.sqlite.tmpdir to a directory that allows execution, or org.sqlite.lib.path",
                    e);
        }
    }

    private static void prepareFile(String url) {
        String file = url.substring(SQLITE.length()).replaceFirst("\\?.*", "");
        if (file.isEmpty() || file.contains(":memory:") || file.contains("mode=memory")) {
            throw new RefusedException(
                    ErrorCode.STORE_UNSUPPORTED,
                    "SQLite in memory has a database per connection; name a file, or use memory: for tests");
        }
        Path parent =
                file.startsWith("file:") ? null : Path.of(file).toAbsolutePath().getParent();
        if (parent != null) {
            try {
                Files.createDirectories(parent);
            } catch (IOException e) {
                throw new RefusedException(
                        ErrorCode.STORE_UNAVAILABLE, "the directory of the SQLite file cannot be made: " + parent, e);
            }
        }
    }

    private static Dialect dialect(DataSource source) {
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE, "the data source gives no connection: " + e.getMessage(), e);
        }
        switch (product) {
            case "PostgreSQL":
                return new PostgresDialect(true);
            case "SQLite":
                return new SqliteDialect();
            case "MariaDB":
                return new MariaDialect();
            default:
                throw new RefusedException(
                        ErrorCode.STORE_UNSUPPORTED,
                        "the JDBC store knows PostgreSQL, MariaDB and SQLite, and this data source leads to "
                                + product);
        }
    }
}
