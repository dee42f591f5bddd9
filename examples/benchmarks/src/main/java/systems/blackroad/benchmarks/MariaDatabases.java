package systems.blackroad.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Databases of a MariaDB that runs already, whose user may make some. Thread-safe. */
final class MariaDatabases implements Databases {

    static final String SCHEME = "jdbc:mariadb:";

    private final String url;

    /** At a URL as {@code jdbc:mariadb://host:port/?user=root}; the name of a database in it is not used. */
    MariaDatabases(String url) {
        this.url = url;
    }

    @Override
    public String describe() throws SQLException {
        return "MariaDB "
                + Databases.row(
                        url,
                        "select version(), 'innodb_flush_log_at_trx_commit', @@innodb_flush_log_at_trx_commit,"
                                + " 'sync_binlog', @@sync_binlog, 'innodb_buffer_pool_size', @@innodb_buffer_pool_size");
    }

    @Override
    public String create(String name) throws SQLException {
        execute(url, "create database " + name);
        return url(name);
    }

    @Override
    public void analyze(String name) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(name));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show tables")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        execute(url(name), "analyze table " + String.join(", ", tables));
    }

    @Override
    public long number(String name, String query) throws SQLException {
        return Long.parseLong(Databases.row(url(name), query));
    }

    @Override
    public void drop(String name) throws SQLException {
        execute(url, "drop database " + name);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url(String name) {
        return url.replaceFirst("^(jdbc:mariadb://[^/?]*)/?[^?]*", "$1/" + name);
    }

    @Override
    public void close() {
        // The server is someone else's.
    }
}
