package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
final class PostgresPipesTest extends PipesChecks {

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }
}
