package systems.blackroad.store.jdbc;

import java.sql.Connection;
import java.util.Objects;
import systems.blackroad.api.store.StoreTransaction;

/**
 * A transaction on a connection of the application's own, in which jobs are enqueued: they appear when the application
 * commits, and never if it rolls back. The connection must lead to the storage's own database and schema and must not be
 * in autocommit; it is neither committed nor closed here. Used by the thread that uses the connection.
 *
 * <p>On PostgreSQL the hint to other nodes goes out with the commit. On MariaDB and SQLite there is none: jobs start at the
 * next poll. On MariaDB a deadlock ends the application's whole transaction; it is told as a refusal. On SQLite the
 * transaction holds the one write lock of the database from the enqueue on, so enqueue last, commit soon, and never wait
 * inside it for another write to the same storage. At REPEATABLE READ, MariaDB's default, whether the holder of a unique key
 * still runs is told as of the transaction's first read; set READ COMMITTED where that matters. How durable the jobs are
 * is the connection's own setting.
 */
public final class JdbcTransaction implements StoreTransaction {

    private final Connection connection;

    private JdbcTransaction(Connection connection) {
        this.connection = connection;
    }

    /** The transaction that is open on {@code connection}. */
    public static JdbcTransaction of(Connection connection) {
        return new JdbcTransaction(Objects.requireNonNull(connection, "connection"));
    }

    @Override
    public String kind() {
        return "jdbc";
    }

    Connection connection() {
        return connection;
    }
}
