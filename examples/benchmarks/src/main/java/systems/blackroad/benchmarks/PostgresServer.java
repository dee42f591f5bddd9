package systems.blackroad.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of this program's own, on loopback, that syncs every commit and is as it comes otherwise. Its connections
 * count their round trips in {@link RoundTrips} if asked to. Thread-safe.
 */
final class PostgresServer implements Databases {

    private static final int SETTLE_TRIES = 100;
    private static final int SETTLE_MILLIS = 200;

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Updates of one table since it was made.
     *
     * @param all how many rows were updated
     * @param hot how many of them within their page, without touching an index
     */
    record Updates(long all, long hot) {

        /** The part that was within the page, or NaN if there was none. */
        double hotShare() {
            return (double) hot / all;
        }
    }

    static PostgresServer start() throws IOException {
        return new PostgresServer(EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
    }

    /** Makes a database, by whose URL round trips are counted. */
    String createCounted(String name) throws SQLException {
        return create(name) + "&socketFactory=" + RoundTrips.class.getName();
    }

    /** The same without the count, which costs those a little who make many round trips. */
    @Override
    public String create(String name) throws SQLException {
        execute("postgres", "create database " + name);
        return url(name);
    }

    /** Removes a database, and ends what connections to it there are. */
    @Override
    public void drop(String name) throws SQLException {
        execute("postgres", "drop database " + name + " with (force)");
    }

    /**
     * A transaction in {@code database} that took its snapshot and stays idle until it is closed: rows that were dead after
     * that can be removed only then.
     */
    Connection holdSnapshot(String database) throws SQLException {
        Connection connection = connect(database);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from pg_class");
        }
        return connection;
    }

    @Override
    public String describe() throws SQLException {
        return "PostgreSQL " + text("postgres", "show server_version") + ": "
                + text(
                        "postgres",
                        "select string_agg(name || ' ' || current_setting(name), ', ' order by name) from pg_settings"
                                + " where name in ('fsync', 'full_page_writes', 'synchronous_commit',"
                                + " 'shared_buffers', 'data_checksums', 'max_wal_size', 'wal_level')");
    }

    /** How many bytes of log the server has written since it was made. */
    long walBytes() throws SQLException {
        return number("postgres", "select cast(pg_current_wal_lsn() - '0/0' as bigint)");
    }

    /** Transactions that were committed in {@code database}; complete once its clients are gone. */
    long commits(String database) throws SQLException {
        return number("postgres", "select xact_commit from pg_stat_database where datname = '" + database + "'");
    }

    /** Updates of {@code table}; complete once the database's clients are gone. */
    Updates updates(String database, String table) throws SQLException {
        String from = " from pg_stat_user_tables where relname = '" + table + "'";
        return new Updates(
                number(database, "select n_tup_upd" + from), number(database, "select n_tup_hot_upd" + from));
    }

    @Override
    public void analyze(String database) throws SQLException {
        execute(database, "analyze");
    }

    /** Runs a statement that answers nothing. */
    void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public long number(String database, String query) throws SQLException {
        return Long.parseLong(text(database, query));
    }

    /** The first column of a query's only row, as text. */
    String text(String database, String query) throws SQLException {
        return column(database, query).get(0);
    }

    /** The first column of a query's rows, as text. */
    List<String> column(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    /** Waits until no client uses {@code database}; then its statistics are complete. */
    void awaitNoClients(String database) throws SQLException, InterruptedException {
        awaitClients(database, 0);
    }

    /** Waits until at most {@code most} clients use {@code database}. */
    void awaitClients(String database, int most) throws SQLException, InterruptedException {
        String clients = "select count(*) from pg_stat_activity where backend_type = 'client backend' and datname = '"
                + database + "'";
        for (int i = 0; i < SETTLE_TRIES && number("postgres", clients) > most; i++) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        }
    }

    /** Writes all dirty pages out, then waits until the server writes no more log by itself. */
    void settle() throws SQLException, InterruptedException {
        execute("postgres", "checkpoint");
        long before = -1;
        for (int i = 0; i < SETTLE_TRIES && walBytes() != before; i++) {
            before = walBytes();
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        }
    }

    private String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    /** A connection of its own to {@code database}. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
