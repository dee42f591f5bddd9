package systems.blackroad.proof;

import java.io.IOException;

/** A database server of a chaos run's own, which it may end at once and start again. Not thread-safe. */
interface Server extends AutoCloseable {

    /** Where it is, the same after each start: a JDBC URL with user and password. */
    String url();

    /** Ends it at once, as a crash would; what was not committed is gone, and the next start recovers. */
    void crash() throws IOException, InterruptedException;

    /** Starts it again on the same data and port; returns when it answers. */
    void start() throws IOException, InterruptedException;

    /** Whether it has ended by itself, as it may when it can write nothing. */
    boolean hasEnded();

    /** Ends it for good. */
    @Override
    void close() throws IOException;
}
