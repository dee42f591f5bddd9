package systems.blackroad.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connections for those who bring no pool of their own. */
final class Pools {

    /** How many connections each peer gets. */
    static final int CONNECTIONS = 24;

    private Pools() {}

    /** A pool of at most {@code connections} to {@code url}, whose driver turns a batch of inserts into one statement. */
    static HikariDataSource open(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + "&reWriteBatchedInserts=true");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
