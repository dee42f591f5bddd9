package systems.blackroad.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Databases in files of a folder, which write ahead and sync each commit. Thread-safe. */
final class SqliteDatabases implements Databases {

    static final String SCHEME = "jdbc:sqlite:";

    private final Path folder;

    private SqliteDatabases(Path folder) {
        this.folder = folder;
    }

    /** In a temporary folder. */
    static SqliteDatabases temporary() throws IOException {
        return new SqliteDatabases(Files.createTempDirectory("blackroad-benchmarks"));
    }

    @Override
    public String describe() throws SQLException {
        return "SQLite " + Databases.row(SCHEME, "select sqlite_version()") + ": WAL, synchronous FULL";
    }

    @Override
    public String create(String name) {
        return url(name);
    }

    @Override
    public void analyze(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(name));
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    @Override
    public long number(String name, String query) throws SQLException {
        return Long.parseLong(Databases.row(url(name), query));
    }

    @Override
    public void drop(String name) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(name + ".db" + suffix));
        }
    }

    private String url(String name) {
        return SCHEME + folder.resolve(name + ".db");
    }

    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
