package systems.blackroad.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.testkit.store.CallerTransactions;
import systems.blackroad.testkit.store.StoreFixture;

/** A database at a URL. */
abstract class JdbcFixture extends StoreFixture {

    abstract String url();

    @Override
    protected Storage open(StorageOptions options) {
        return at(url(), options);
    }

    /** An instance that takes another way to the same place. */
    Storage at(String url, StorageOptions options) {
        try {
            return JdbcStorages.open(url, options);
        } finally {
            // A pool sets it to its own for the whole JVM, and the test's connections have to be in no hurry.
            DriverManager.setLoginTimeout(0);
        }
    }

    @Override
    public Durability durability() {
        return Durability.D2;
    }

    @Override
    public Optional<CallerTransactions> transactions() {
        return Optional.of(new Callers(url()));
    }

    private record Callers(String url) implements CallerTransactions {

        @Override
        public Caller begin() {
            return caller(false);
        }

        @Override
        public Caller autocommit() {
            return caller(true);
        }

        private Caller caller(boolean autocommit) {
            try {
                Connection connection = DriverManager.getConnection(url);
                connection.setAutoCommit(autocommit);
                return new OwnConnection(connection);
            } catch (SQLException e) {
                throw new IllegalStateException("the test's own connection cannot be opened", e);
            }
        }
    }

    private record OwnConnection(Connection connection) implements CallerTransactions.Caller {

        @Override
        public StoreTransaction transaction() {
            return JdbcTransaction.of(connection);
        }

        @Override
        public void commit() {
            run(Connection::commit);
        }

        @Override
        public void rollback() {
            run(Connection::rollback);
        }

        @Override
        public void close() {
            run(open -> {
                if (!open.getAutoCommit()) {
                    open.rollback();
                }
                open.close();
            });
        }

        private void run(SqlCall call) {
            try {
                call.on(connection);
            } catch (SQLException e) {
                throw new IllegalStateException("the test's own connection failed", e);
            }
        }
    }

    /** Something done with a connection. */
    private interface SqlCall {
        void on(Connection connection) throws SQLException;
    }
}
