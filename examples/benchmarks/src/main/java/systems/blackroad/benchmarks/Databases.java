package systems.blackroad.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases of one kind, each made for a round and removed after it. Thread-safe. */
interface Databases extends AutoCloseable {

    /**
     * Those of the server, or in the folder, at a URL.
     *
     * @throws IllegalArgumentException if they are of no kind that is known here
     */
    static Databases at(String url) throws IOException {
        if (url.startsWith(MariaDatabases.SCHEME)) {
            return new MariaDatabases(url);
        }
        if (url.equals(SqliteDatabases.SCHEME)) {
            return SqliteDatabases.temporary();
        }
        throw new IllegalArgumentException("a database is " + MariaDatabases.SCHEME + "//host:port/?user=..., or "
                + SqliteDatabases.SCHEME + " for files in a temporary folder, got '" + url + "'");
    }

    /** The version and the settings that matter. */
    String describe() throws SQLException;

    /** Makes a database, and answers its URL with user and password. */
    String create(String name) throws SQLException;

    /** Has the server look at what the tables hold. */
    void analyze(String name) throws SQLException;

    /** The first column of a query's only row, as a number. */
    long number(String name, String query) throws SQLException;

    /** Removes a database. */
    void drop(String name) throws IOException, SQLException;

    @Override
    void close() throws IOException;

    /** The first row of a query, its columns with spaces between. */
    static String row(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            StringBuilder row = new StringBuilder(rows.getString(1));
            for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
                row.append(' ').append(rows.getString(column));
            }
            return row.toString();
        }
    }
}
