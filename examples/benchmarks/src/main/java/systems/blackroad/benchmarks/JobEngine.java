package systems.blackroad.benchmarks;

/** One node of a job engine. Each run of a job gives its number to the handler that the engine was opened with. */
interface JobEngine extends JobQueue {

    /** Begins to run jobs; before that a node only takes them in. */
    void start() throws Exception;

    /** Takes no further job, lets those that run end, and gives back its connections. */
    @Override
    void close();
}
