package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
@Tag("mariadb")
final class MariaPipesTest extends PipesChecks {

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }
}
