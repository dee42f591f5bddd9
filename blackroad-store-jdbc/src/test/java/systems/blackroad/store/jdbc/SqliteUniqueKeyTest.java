package systems.blackroad.store.jdbc;

final class SqliteUniqueKeyTest extends UniqueKeyChecks {

    @Override
    JdbcFixture newFixture() {
        return new SqliteFixture();
    }
}
