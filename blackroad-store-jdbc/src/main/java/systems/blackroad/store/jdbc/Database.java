package systems.blackroad.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.store.StorageOptions;

/**
 * The way to the database: connections, transactions, statement texts, and what a failure means. Thread-safe.
 *
 * <p>A failure before the commit was sent is a refusal, since the server rolls back; one of the commit itself, or of a
 * statement that commits by itself, is unknown unless the server answered that it rolled back.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int ATTEMPTS = 8;

    private final DataSource source;
    private final boolean owned;
    private final Jdbi jdbi;
    /** Opens what the calling thread lent; one of these for all, since making one costs milliseconds. */
    private final Jdbi callers;

    private final ThreadLocal<@Nullable Connection> lent = new ThreadLocal<>();
    private final Dialect dialect;
    private final StorageOptions options;
    private final @Nullable Semaphore writer;
    private final @Nullable InstantSource clock;
    private final LongSupplier nanos = System::nanoTime;
    private final SqlTexts texts;
    private final AtomicBoolean connectionLost = new AtomicBoolean();
    private volatile Runnable reconnected = () -> {};
    private volatile boolean closed;

    Database(DataSource source, boolean owned, Dialect dialect, StorageOptions options) {
        this.source = source;
        this.owned = owned;
        this.dialect = dialect;
        this.options = options;
        this.texts = new SqlTexts(dialect, options.namespace());
        this.jdbi = configured(Jdbi.create(source), dialect, options);
        this.callers = configured(Jdbi.create(new Lent(lent)), dialect, options);
        this.writer = dialect.hasServer() ? null : new Semaphore(1, true);
        this.clock = options.clock().orElse(null);
    }

    private static Jdbi configured(Jdbi jdbi, Dialect dialect, StorageOptions options) {
        SqlStatements statements = jdbi.getConfig(SqlStatements.class);
        statements.setTemplateEngine(TemplateEngine.NOP);
        statements.setUnusedBindingAllowed(true);
        if (dialect.hasServer()) {
            statements.setQueryTimeout(
                    (int) Math.max(1, options.callTimeout().plusMillis(999).toSeconds()));
        }
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    Dialect dialect() {
        return dialect;
    }

    StorageOptions options() {
        return options;
    }

    /** Runs {@code body} on a caller's own connection, which stays open. */
    <T> T inCallers(JdbcTransaction transaction, Function<Handle, T> body) {
        lent.set(transaction.connection());
        try (Handle handle = callers.open()) {
            return body.apply(handle);
        } catch (RuntimeException e) {
            throw refused(e);
        } finally {
            lent.remove();
        }
    }

    /** What to do before the next call after a connection broke, since the server may be another one by then. */
    void onReconnect(Runnable check) {
        reconnected = check;
    }

    /** Says that a connection outside the pool broke. */
    void connectionLost() {
        connectionLost.set(true);
    }

    private void checkServer() {
        if (connectionLost.get() && connectionLost.getAndSet(false)) {
            try {
                reconnected.run();
            } catch (RuntimeException e) {
                connectionLost.set(true);
                throw e;
            }
        }
    }

    /** A statement's text for this dialect and namespace. */
    String sql(String template) {
        return texts.of(template);
    }

    /** A query with the clock bound. */
    Query query(Handle handle, String template) {
        return handle.createQuery(sql(template)).bind("clock", clockMillis());
    }

    /** A query with the clock bound, and a list, not empty, for <code>{in:name}</code> or
     * <code>{numbers:name}</code>. */
    Query query(Handle handle, String template, String name, Collection<?> values) {
        return query(handle, template, Map.of(name, values));
    }

    /** A query with the clock bound, and a list, not empty, for each of the names. */
    Query query(Handle handle, String template, Map<String, ? extends Collection<?>> lists) {
        return bound(handle.createQuery(texts.of(template, lists)), lists);
    }

    /** An update with the clock bound, and a list, not empty, for <code>{in:name}</code>. */
    Update update(Handle handle, String template, String name, Collection<?> values) {
        Map<String, Collection<?>> lists = Map.of(name, values);
        return bound(handle.createUpdate(texts.of(template, lists)), lists);
    }

    private <S extends SqlStatement<S>> S bound(S statement, Map<String, ? extends Collection<?>> lists) {
        lists.forEach((name, values) -> dialect.bindList(statement, name, values));
        return statement.bind("clock", clockMillis());
    }

    /** An update with the clock bound. */
    Update update(Handle handle, String template) {
        return handle.createUpdate(sql(template)).bind("clock", clockMillis());
    }

    /** The test's clock, or null where the server's own decides. */
    @Nullable
    Long clockMillis() {
        return clock == null ? null : clock.instant().toEpochMilli();
    }

    /** Reads by one statement. */
    <T> T read(Function<Handle, T> body) {
        checkServer();
        try (Handle handle = open()) {
            return body.apply(handle);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    /** Writes in one transaction; begun again when it lost to another one. */
    <T> T write(Function<Handle, T> body) {
        checkServer();
        return serialised(() -> repeated(() -> transaction(body)));
    }

    /** Again while it loses to others, which wrote nothing; but no longer than a call may take, and not for ever. */
    private <T> T repeated(Supplier<T> call) {
        long start = nanos.getAsLong();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                boolean late = nanos.getAsLong() - start > options.callTimeout().toNanos();
                if (attempt == ATTEMPTS || late || !SqlFailures.isTransient(e)) {
                    throw e instanceof UnknownOutcomeException ? e : refused(e);
                }
            }
        }
    }

    /** Writes by what is one statement that commits by itself on some databases; else in a transaction. */
    <T> T writeWhole(Function<Handle, T> body) {
        return dialect.writesAtOnce() ? writeOnce(body) : write(body);
    }

    /** Writes by one statement, which commits by itself where there is a server. */
    <T> T writeOnce(Function<Handle, T> body) {
        if (!dialect.hasServer()) {
            return write(body);
        }
        checkServer();
        return repeated(() -> once(body));
    }

    private <T> T once(Function<Handle, T> body) {
        Handle handle = open();
        try {
            return body.apply(handle);
        } catch (RuntimeException e) {
            throw SqlFailures.isConnection(e) ? unknown(e) : e;
        } finally {
            release(handle);
        }
    }

    private <T> T transaction(Function<Handle, T> body) {
        Handle handle = open();
        try {
            dialect.begin(handle);
            T result;
            try {
                result = body.apply(handle);
            } catch (RuntimeException | Error e) {
                undo(handle, e);
                throw e;
            }
            try {
                dialect.commit(handle);
            } catch (RuntimeException e) {
                undo(handle, e);
                throw SqlFailures.isRolledBack(e) ? e : unknown(e);
            }
            return result;
        } finally {
            release(handle);
        }
    }

    /** Gives a connection back; what its transaction did stands, whatever happens here. */
    private void release(Handle handle) {
        try {
            handle.close();
        } catch (RuntimeException e) {
            noteConnection(e);
            LOG.warn("A connection to {} could not be given back", dialect.kind(), e);
        }
    }

    private void undo(Handle handle, Throwable cause) {
        try {
            dialect.rollback(handle);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Where the database has one writer, callers of this process queue here, in order, and not inside it. */
    private <T> T serialised(Supplier<T> call) {
        if (writer == null) {
            return call.get();
        }
        Duration limit = options.callTimeout();
        try {
            if (!writer.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RefusedException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "no turn to write within " + limit + "; a transaction of the application, or another process,"
                                + " holds the database");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "interrupted while waiting for a turn to write", e);
        }
        try {
            return call.get();
        } finally {
            writer.release();
        }
    }

    private Handle open() {
        if (closed) {
            throw new RefusedException(ErrorCode.SHUTTING_DOWN, "this " + dialect.kind() + " storage is closed");
        }
        return jdbi.open();
    }

    /** A connection of its own for the listener: outside the pool, unless the pool is the application's. */
    Connection listenerConnection() throws SQLException {
        if (!(owned && source instanceof HikariDataSource pool)) {
            return source.getConnection();
        }
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.remove("socketTimeout");
        ListenerSockets.choose(properties);
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }

    RuntimeException refused(RuntimeException failure) {
        noteConnection(failure);
        return SqlFailures.refused(failure, dialect.kind(), options);
    }

    RuntimeException unknown(RuntimeException failure) {
        noteConnection(failure);
        return new UnknownOutcomeException(
                ErrorCode.STORE_UNKNOWN,
                "the " + dialect.kind()
                        + " server did not answer a commit, which may have happened; repeat the call with"
                        + " the same ids: " + SqlFailures.message(failure),
                failure);
    }

    private void noteConnection(RuntimeException failure) {
        if (SqlFailures.isConnection(failure)) {
            connectionLost.set(true);
        }
    }

    /** The elapsed time of this process. */
    long nanos() {
        return nanos.getAsLong();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        if (owned && source instanceof HikariDataSource pool) {
            if (pool.getDataSource() instanceof PromptSource connections) {
                connections.close();
            }
            pool.close();
        }
    }

    /** Gives the connection that the calling thread lent, and never closes it. */
    private record Lent(ThreadLocal<@Nullable Connection> lent) implements ConnectionFactory {

        @Override
        public Connection openConnection() {
            return Objects.requireNonNull(lent.get(), "no connection was lent");
        }

        @Override
        public void closeConnection(Connection connection) {
            // It is the caller's.
        }
    }
}
