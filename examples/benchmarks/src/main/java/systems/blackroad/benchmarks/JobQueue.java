package systems.blackroad.benchmarks;

/** Where jobs are put that do nothing. Thread-safe. */
interface JobQueue extends AutoCloseable {

    /** The most jobs that {@link #enqueue(int, int)} is given at once. */
    int MAX_BATCH = 1_000;

    /** Puts one job in, and returns when that is durable; numbers do not repeat. */
    void enqueue(int job) throws Exception;

    /** Puts {@code count} jobs in, numbered from {@code first}, by the call that is meant for many. */
    void enqueue(int first, int count) throws Exception;

    /** The table in which each job that was put in is a row, until it has run. */
    String table();

    @Override
    void close();
}
