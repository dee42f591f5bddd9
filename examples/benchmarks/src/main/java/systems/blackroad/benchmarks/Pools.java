package systems.blackroad.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connections for those who bring no pool of their own. */
final class Pools {

    /** How many connections each peer gets. */
    static final int CONNECTIONS = 24;

    private Pools() {}

    /**
     * A pool of at most {@code connections} to {@code url}. PostgreSQL's driver is told to turn a batch of inserts into one statement,
     * as MariaDB's does by itself; SQLite's, which has one writer, has one connection that syncs each commit.
     */
    static HikariDataSource open(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        if (url.startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
        } else if (url.startsWith(SqliteDatabases.SCHEME)) {
            config.setMaximumPoolSize(1);
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
        }
        return new HikariDataSource(config);
    }
}
