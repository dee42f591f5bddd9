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

/** Namespaces on the shared MariaDB server, whose tables are dropped at the end. */
final class MariaFixture extends JdbcFixture {

    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();

    @Override
    String url() {
        return MariaServer.url();
    }

    @Override
    Storage at(String url, StorageOptions options) {
        namespaces.add(options.namespace());
        return super.at(url, options);
    }

    @Override
    public boolean hintsCrossInstances() {
        return false;
    }

    @Override
    protected void cleanUp() {
        namespaces.forEach(MariaFixture::drop);
    }

    /** Drops what a namespace made. */
    static void drop(String namespace) {
        try (Connection connection = DriverManager.getConnection(MariaServer.url());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("select table_name from information_schema.tables"
                    + " where table_schema = database() and table_type = 'BASE TABLE'"
                    + " and left(table_name, char_length('" + namespace + "_')) = '" + namespace + "_'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            if (!tables.isEmpty()) {
                statement.execute("drop table " + String.join(", ", tables));
                statement.execute("drop sequence " + namespace + "_arrival");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables of namespace " + namespace + " cannot be dropped", e);
        }
    }
}
