package systems.blackroad.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** Namespaces on the shared PostgreSQL server, whose tables are dropped at the end. */
final class PostgresFixture extends JdbcFixture {

    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final String url;

    PostgresFixture() {
        this(PostgresServer.url());
    }

    /** On another server. */
    PostgresFixture(String url) {
        this.url = url;
    }

    @Override
    String url() {
        return url;
    }

    @Override
    Storage at(String url, StorageOptions options) {
        namespaces.add(options.namespace());
        return super.at(url, options);
    }

    /** The namespace of its instances, once there is one. */
    String namespace() {
        return namespaces.iterator().next();
    }

    @Override
    public boolean hintsCrossInstances() {
        return true;
    }

    @Override
    protected void cleanUp() {
        namespaces.forEach(namespace -> drop(url, namespace));
    }

    /** Drops what a namespace made on the shared server. */
    static void drop(String namespace) {
        drop(PostgresServer.url(), namespace);
    }

    private static void drop(String url, String namespace) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select tablename from pg_tables where starts_with(tablename, '" + namespace + "_')")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            if (!tables.isEmpty()) {
                statement.execute("drop table " + String.join(", ", tables));
                statement.execute("drop sequence " + namespace + "_arrival, " + namespace + "_late");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables of namespace " + namespace + " cannot be dropped", e);
        }
    }
}
