package systems.blackroad.store.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/**
 * Connections for a pool whose server may be away for long. A pool pauses after each failure, twice as long as before, until it
 * looks every five seconds alone; so a failure is kept from it, and tried again after a quarter of a second, as long as the
 * server cannot be reached. Only before the first connection, and where the server refuses one, is it told. Thread-safe.
 */
final class PromptSource implements DataSource, AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(PromptSource.class);

    private static final long PAUSE_MILLIS = 250;

    private final DataSource source;
    private final String kind;
    private final long pauseMillis;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean connected;

    PromptSource(DataSource source, String kind) {
        this(source, kind, PAUSE_MILLIS);
    }

    PromptSource(DataSource source, String kind, long pauseMillis) {
        this.source = source;
        this.kind = kind;
        this.pauseMillis = pauseMillis;
    }

    @Override
    public Connection getConnection() throws SQLException {
        boolean away = false;
        while (true) {
            try {
                Connection connection = source.getConnection();
                connected = true;
                if (away) {
                    LOG.info("The {} server is back", kind);
                }
                return connection;
            } catch (SQLException e) {
                if (!connected || !SqlFailures.isAway(e) || isClosed(e)) {
                    throw e;
                }
                if (!away) {
                    LOG.warn("The {} server is away, and looked for until it is back: {}", kind, e.getMessage());
                }
                away = true;
            }
        }
    }

    /** Waits; whether it was closed or interrupted meanwhile. */
    private boolean isClosed(SQLException failure) {
        try {
            return closed.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            return true;
        }
    }

    /** Ends the search for a server that is away. */
    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return source.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
