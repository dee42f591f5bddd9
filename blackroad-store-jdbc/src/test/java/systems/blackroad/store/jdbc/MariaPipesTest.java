package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
@Tag("mariadb")
final class MariaPipesTest extends PipesChecks {

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }

    @Override
    String noting(String node, int pipe, long sequence) {
        return "update " + NAMESPACE + "_node set exchange = " + sequence + " where id = '" + node + "' and pipe = "
                + pipe;
    }
}
