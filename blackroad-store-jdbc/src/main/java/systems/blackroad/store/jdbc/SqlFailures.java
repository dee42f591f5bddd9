package systems.blackroad.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.StorageOptions;

/** What a driver's exception says about what happened. Stateless. */
final class SqlFailures {

    /** Serialization failure, deadlock, and a transaction that stood still: rolled back, and worth another try. */
    private static final Set<String> LOST_RACES = Set.of("40001", "40P01", "25P03");
    /**
     * A statement that was cancelled, as ours are once a call's time is up: PostgreSQL's and MariaDB's. The server undid it,
     * also where it would have committed by itself.
     */
    private static final Set<String> CANCELLED = Set.of("57014", "70100");
    /** MariaDB's lock wait timeout, whose SQL state says nothing; the transaction is rolled back by us. */
    private static final int LOCK_WAIT = 1205;
    /** SQLite's BUSY and LOCKED, whose SQL state is null. */
    private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);

    /**
     * Classes of states in which a server can write nothing, whatever the call: a transaction that may only read (as after a
     * failover), no resources (as a full disk), what is not in the state for it, and errors of its system.
     */
    private static final Set<String> DISABLED = Set.of("25", "53", "55", "58");
    /** MariaDB's read only, disk full, error of the storage engine, table full, and read only mode. */
    private static final Set<Integer> MARIA_DISABLED = Set.of(1290, 1021, 1030, 1114, 1836);
    /** SQLite's READONLY, IOERR, FULL and CANTOPEN. */
    private static final Set<Integer> SQLITE_DISABLED = Set.of(8, 10, 13, 14);

    /** The SQL state of errors that have none of their own, as MariaDB's during a commit. */
    private static final String UNSPECIFIC = "HY000";

    private SqlFailures() {}

    /** Whether the transaction lost to another one, did nothing, and may be tried again at once. */
    static boolean isTransient(RuntimeException failure) {
        SQLException cause = cause(failure);
        return !(failure instanceof BlackRoadException)
                && cause != null
                && cause.getSQLState() != null
                && lostRace(cause);
    }

    private static boolean lostRace(SQLException cause) {
        return LOST_RACES.contains(String.valueOf(cause.getSQLState())) || cause.getErrorCode() == LOCK_WAIT;
    }

    /** Whether the connection is gone, so that the server's answer is not known. */
    static boolean isConnection(RuntimeException failure) {
        SQLException cause = cause(failure);
        if (cause == null || failure instanceof ConnectionException) {
            return cause != null;
        }
        return isAway(cause);
    }

    /** Whether a connection failed since the server cannot be reached, or is only starting; not since it refused it. */
    static boolean isAway(SQLException failure) {
        SQLException cause = cause(failure);
        String state = cause == null ? null : cause.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Whether the database said that a commit did not happen. */
    static boolean isRolledBack(RuntimeException failure) {
        SQLException cause = cause(failure);
        if (cause == null) {
            return false;
        }
        String state = cause.getSQLState();
        return state == null
                ? SQLITE_BUSY.contains(cause.getErrorCode() & 0xff)
                : !state.startsWith("08")
                        && !state.startsWith("57P")
                        && !state.startsWith("XX")
                        && !state.equals(UNSPECIFIC);
    }

    /** The refusal that tells of {@code failure}; an exception of ours stays as it is. */
    static RuntimeException refused(RuntimeException failure, String kind, StorageOptions options) {
        SQLException cause = cause(failure);
        if (failure instanceof BlackRoadException || cause == null) {
            return failure;
        }
        if (cause instanceof SQLTransientConnectionException) {
            return new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "no connection to " + kind + " within " + options.callTimeout() + ", with at most "
                            + options.maxConnections() + " connections (StorageOptions.maxConnections): "
                            + cause.getMessage(),
                    failure);
        }
        boolean away = isConnection(failure) || failure instanceof ConnectionException || isBusy(cause);
        boolean disabled = isDisabled(cause);
        return new RefusedException(
                away || disabled ? ErrorCode.STORE_UNAVAILABLE : ErrorCode.STORE_REFUSED,
                kind
                        + (away
                                ? " could not be reached, or is busy: "
                                : disabled ? " can write nothing now: " : " refused the call: ")
                        + message(failure),
                failure);
    }

    private static boolean isBusy(SQLException cause) {
        String state = cause.getSQLState();
        return state == null
                ? SQLITE_BUSY.contains(cause.getErrorCode() & 0xff)
                : lostRace(cause) || CANCELLED.contains(state);
    }

    private static boolean isDisabled(SQLException cause) {
        String state = cause.getSQLState();
        return state == null
                ? SQLITE_DISABLED.contains(cause.getErrorCode() & 0xff)
                : state.length() == 5 && DISABLED.contains(state.substring(0, 2))
                        || MARIA_DISABLED.contains(cause.getErrorCode());
    }

    /** The refusal that tells why a pool could not be opened. */
    static RuntimeException unopened(RuntimeException failure, String kind, StorageOptions options) {
        return new RefusedException(
                ErrorCode.STORE_UNAVAILABLE,
                kind + " could not be reached within " + options.callTimeout() + "; check the URL, the driver's jar and"
                        + " the server: " + message(failure),
                failure);
    }

    /** The driver's own words, which hold no content of rows unless the server put it there. */
    static String message(RuntimeException failure) {
        SQLException cause = cause(failure);
        return cause == null ? String.valueOf(failure.getMessage()) : cause.getMessage() + " (" + code(cause) + ")";
    }

    private static String code(SQLException cause) {
        return cause.getSQLState() == null ? "code " + cause.getErrorCode() : "SQL state " + cause.getSQLState();
    }

    /** The first of the driver's exceptions that has a SQL state, since MariaDB's wraps some in one that has none; else the first. */
    private static @Nullable SQLException cause(Throwable failure) {
        SQLException first = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException found) {
                if (found.getSQLState() != null) {
                    return found;
                }
                first = first == null ? found : first;
            }
        }
        return first;
    }
}
