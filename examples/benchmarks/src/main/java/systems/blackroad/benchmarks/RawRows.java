package systems.blackroad.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What the server itself can do: rows of two columns put into a table of one index, a commit for each call. */
final class RawRows implements JobQueue {

    private final HikariDataSource source;

    /** Makes the table in the database at {@code url}. */
    RawRows(String url, int connections) throws SQLException {
        this.source = Pools.open(url, connections);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table raw_rows (job integer primary key, payload text not null)");
        }
    }

    @Override
    public void enqueue(int job) throws SQLException {
        enqueue(job, 1);
    }

    @Override
    public void enqueue(int first, int count) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into raw_rows (job, payload) values (?, ?)")) {
            connection.setAutoCommit(count == 1);
            for (int i = 0; i < count; i++) {
                insert.setInt(1, first + i);
                insert.setString(2, "payload");
                insert.addBatch();
            }
            insert.executeBatch();
            if (count > 1) {
                connection.commit();
            }
        }
    }

    @Override
    public String table() {
        return "raw_rows";
    }

    @Override
    public void close() {
        source.close();
    }
}
