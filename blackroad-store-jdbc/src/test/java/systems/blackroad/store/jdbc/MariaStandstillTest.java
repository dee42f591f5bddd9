package systems.blackroad.store.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("server")
@Tag("mariadb")
final class MariaStandstillTest extends StandstillChecks {

    @Override
    JdbcFixture newFixture() {
        return new MariaFixture();
    }

    @Override
    boolean tellsWhy() {
        return false;
    }
}
