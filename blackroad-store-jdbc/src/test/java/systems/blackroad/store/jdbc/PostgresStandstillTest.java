package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
final class PostgresStandstillTest extends StandstillChecks {

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }

    @Override
    boolean tellsWhy() {
        return true;
    }
}
