package systems.blackroad.operator.internal.simulation;

/** What the job engine and its store promise, one entry for each kind of check. */
enum Promise {
    NOTHING_LOST("a job that was taken in is there"),
    ENDS_ONCE("a job ends once, unless someone queues it again"),
    EVERY_JOB_ENDS("a job ends at last"),
    ONE_LEASE("a job that runs is given to nobody else"),
    NO_MORE_THAN_ROOM("a node asks for no more jobs than it has slots for, and as many ahead as ended lately"),
    ONE_HANDLER("no two nodes run a job, each under a lease that it has reason to think valid"),
    TOKENS_GROW("a claim or a new start raises the job's token"),
    NO_STALE_WRITE("nothing is written under a token that is not live"),
    LIVE_WRITE_TAKEN("what is written under a live token is taken"),
    NOT_BEFORE_DUE("a job is given when it is due by the store's clock, and not before"),
    ATTEMPTS_COUNTED("an attempt is counted once: a suspect's at its claim, any other at its failure"),
    ATTEMPTS_BOUNDED("a job is not tried more often than it may"),
    SUSPECTS_ALONE("a job that was lost twice in a row is given as a suspect, one to a node at a time"),
    CANCEL_HOLDS("a cancelled job stays so, and a running one is asked to stop and never waits again"),
    REQUEUE_HOLDS("a job that is queued again starts over, due at once"),
    REPEAT_GIVES_THE_SAME("a repeated exchange gives what it gave, as far as that still runs"),
    RECONCILED("a heartbeat puts back what its node does not hold, nothing else, and names what it lost"),
    LAPSED_IS_DEAD("a node whose lease has lapsed is dead for good"),
    LIVE_NODE_KEEPS("a rescue takes the jobs of dead nodes, all of them, and no others"),
    LEAVING_GIVES_BACK("a node that leaves puts back what it holds"),
    KEPT_ITS_TIME("a purge deletes the jobs that finished as long ago as they are kept, all of them, and no others"),
    PAUSE_HOLDS("no job of a paused queue is given, and only a resume ends a pause"),
    LIMIT_HOLDS("no more jobs run than the limit of their queue and key says"),
    ORDER_HOLDS("ordered jobs of a key follow one another, each once the one before has finished"),
    RATE_HOLDS("no more jobs start than the rate of their queue says"),
    ROUTES_HOLD("a job is given to a node that serves its queue"),
    TICK_ONCE("a tick passes once"),
    TIME_GROWS("the store's time never goes back");

    private final String text;

    Promise(String text) {
        this.text = text;
    }

    /** Returns if {@code kept}, and else says who found the promise broken, and how. */
    void require(boolean kept, String format, Object... facts) {
        if (!kept) {
            throw new BrokenPromise(this, String.format(format, facts));
        }
    }

    @Override
    public String toString() {
        return name() + " (" + text + ")";
    }
}
