package systems.blackroad.proof;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waiting for what happens in other processes, each wait with an end. Stateless. */
final class Awaiting {

    private static final Duration SERVER = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 20;

    private Awaiting() {}

    /** Something that may not be so yet. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Polls until {@code condition} holds; false if it does not within {@code limit}. */
    static boolean until(Duration limit, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Whether the server answers a connection. */
    static boolean answers(String url) {
        return failure(url) == null;
    }

    private static @Nullable SQLException failure(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(5) ? null : new SQLException("a connection is not valid");
        } catch (SQLException e) {
            return e;
        }
    }

    /** Waits until the server answers a connection, at most 2 minutes; ends at once if its process does. */
    static void server(Process server, String url) throws IOException, InterruptedException {
        @Nullable SQLException[] last = new @Nullable SQLException[1];
        boolean up = until(SERVER, () -> {
            if (!server.isAlive()) {
                throw new IOException("the server of " + url + " ended with code " + server.exitValue());
            }
            last[0] = failure(url);
            return last[0] == null;
        });
        if (!up) {
            throw new IOException("the server of " + url + " does not answer within " + SERVER, last[0]);
        }
    }
}
