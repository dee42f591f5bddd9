package systems.blackroad.proof;

/** What a chaos run does to the workers, to what connects them with the storage, and to the storage's server. */
enum Fault {
    /** A worker is killed, and another one started in its place. */
    KILL("kills"),
    /** A worker is stopped for up to three leases and continued. */
    STOP("stops"),
    /** All connections to the server are cut at once. */
    CUT("cuts"),
    /** A commit is done, and its answer and connection are lost. */
    LOST("lost"),
    /** The server ends at once, without shutting down, and is started again on its data; every worker must go on by itself. */
    RESTART("restarts"),
    /** The disk with the storage's data is full for a while; every worker must go on by itself. */
    FULL("full"),
    /** A worker's wall clock is set to some time within an hour before or after the real one. */
    CLOCK("clocks");

    private final String plural;

    Fault(String plural) {
        this.plural = plural;
    }

    /** Its name in arguments and reports, for example {@code kills}. */
    String plural() {
        return plural;
    }

    /** Whether it hits one worker, and not what is between all of them and their storage. */
    boolean isOfWorker() {
        return this == KILL || this == STOP || this == CLOCK;
    }

    /** Whether it may cost a worker the leases of what it runs. */
    boolean mayCostLeases() {
        return this != CLOCK;
    }

    /** Whether the storage takes nothing meanwhile. */
    boolean isOutage() {
        return this == RESTART || this == FULL;
    }

    /** Whether it needs a relay between the workers and the server. */
    boolean isOfNetwork() {
        return this == CUT || this == LOST;
    }
}
