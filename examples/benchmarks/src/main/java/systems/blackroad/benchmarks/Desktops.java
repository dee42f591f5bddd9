package systems.blackroad.benchmarks;

import java.util.Random;

/**
 * Desktops of twenty windows in a store, and callers that each change one window of a desktop that they pick at random.
 * Thread-safe.
 */
interface Desktops extends AutoCloseable {

    /** How many windows each has. */
    int WINDOWS = 20;

    /** Positions lie below this on both axes. */
    int SPACE = 4096;

    /** Whose they are. */
    String name();

    /** Moves a window of a desktop, and returns when that is durable. */
    void change(int caller, Random random) throws Exception;

    /** Reads a desktop as an application does that changes nothing. */
    void read(int caller, Random random) throws Exception;

    /** How many changes were acknowledged. */
    long acknowledged();

    /** How many acknowledged changes the store does not show; to be called when nobody changes anything. */
    long lost() throws Exception;

    /** The table whose row moves with every change. */
    String headTable();

    @Override
    void close();
}
