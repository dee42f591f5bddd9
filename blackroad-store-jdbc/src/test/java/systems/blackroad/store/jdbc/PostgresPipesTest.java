package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
final class PostgresPipesTest extends PipesChecks {

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }

    @Override
    String noting(String node, int pipe, long sequence) {
        return "insert into " + NAMESPACE + "_exchange values ('" + node + "', " + pipe + ", " + sequence + ")";
    }
}
