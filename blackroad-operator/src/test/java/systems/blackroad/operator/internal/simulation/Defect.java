package systems.blackroad.operator.internal.simulation;

/** A defect that can be planted in the {@link ModelStore}, or in a node, and the promise that it breaks. */
enum Defect {
    SETTLES_WITHOUT_FENCE(Promise.NO_STALE_WRITE, "a settlement's token is not compared"),
    SETTLES_AFTER_THE_LEASE(
            Promise.NO_STALE_WRITE, "a settlement of a lapsed node is taken until someone rescues its jobs"),
    NOTES_WITHOUT_FENCE(Promise.NO_STALE_WRITE, "a note's token is not compared"),
    REFUSES_AFTER_CANCEL(Promise.LIVE_WRITE_TAKEN, "no run that someone asked to stop can be completed"),
    SETTLES_TWICE(Promise.ENDS_ONCE, "a repeated settlement is written again"),
    LOSES_ENDS(Promise.ENDS_ONCE, "the end of a job is acknowledged before it is committed"),
    LOSES_JOBS(Promise.NOTHING_LOST, "a job is acknowledged before it is committed"),
    FORGETS_RETRIES(Promise.EVERY_JOB_ENDS, "a job that is to be retried is not entered among those that wait"),
    CLAIMS_WITHOUT_CAS(Promise.ONE_LEASE, "a claim reads what waits, and writes a moment later without looking again"),
    PUTS_BACK_CLAIMS_UNDER_WAY(Promise.RECONCILED, "a heartbeat puts back jobs whose claim its node has no answer to"),
    REUSES_TOKENS(Promise.TOKENS_GROW, "a job that was put back is given under the same token again"),
    REQUEUE_RESETS_TOKENS(Promise.TOKENS_GROW, "a finished job starts over at token 0"),
    DUE_BY_THE_NODES_CLOCK(Promise.NOT_BEFORE_DUE, "the wall clock of the node that claims decides what is due"),
    CLAIMS_EARLY(Promise.NOT_BEFORE_DUE, "a claim gives what becomes due within half a second"),
    SUSPECTS_UNCOUNTED(Promise.ATTEMPTS_COUNTED, "the claim of a suspect does not count its attempt"),
    SUSPECTS_COUNTED_TWICE(Promise.ATTEMPTS_COUNTED, "the failure of a suspect counts its attempt once more"),
    RELEASES_COUNTED(Promise.ATTEMPTS_COUNTED, "a job that is given back has its attempt counted"),
    SUSPECTS_FOREVER(Promise.ATTEMPTS_BOUNDED, "a job whose attempts are used up is put back by a rescue all the same"),
    SUSPECTS_TOGETHER(Promise.SUSPECTS_ALONE, "a claim gives as many suspects as there are"),
    SUSPECTS_UNMARKED(Promise.SUSPECTS_ALONE, "a rescue does not mark what it puts back"),
    CANCELS_WITHOUT_CAS(Promise.CANCEL_HOLDS, "a cancellation is written whatever the job's status has become"),
    FORGETS_CANCELS(Promise.CANCEL_HOLDS, "a job that someone asked to cancel is retried"),
    REQUEUES_RUNNING(Promise.REQUEUE_HOLDS, "a running job is queued again"),
    REPEATS_CLAIM_ANEW(Promise.REPEAT_GIVES_THE_SAME, "a repeated exchange claims other jobs"),
    REPEATS_GIVE_NOTHING(Promise.REPEAT_GIVES_THE_SAME, "a repeated exchange gives nothing"),
    REPEATS_GIVE_THE_LAST(
            Promise.REPEAT_GIVES_THE_SAME, "a repeated exchange gives the jobs of its node's last exchange"),
    REPEATS_THE_LAST_ALONE(
            Promise.REPEAT_GIVES_THE_SAME, "a repeated exchange that is not its node's last one gives nothing"),
    NEVER_RECONCILES(Promise.RECONCILED, "a heartbeat leaves jobs with a node that does not hold them"),
    LOSES_SILENTLY(Promise.RECONCILED, "a heartbeat does not name the jobs that its node lost"),
    RENEWS_AFTER_THE_LEASE(
            Promise.LAPSED_IS_DEAD, "a heartbeat renews a lease that has lapsed, unless someone rescued"),
    RESCUES_WITHOUT_DEATH(Promise.LAPSED_IS_DEAD, "a rescue does not mark the node, which is renewed afterwards"),
    RESCUES_BY_THE_NODES_CLOCK(Promise.LIVE_NODE_KEEPS, "the wall clock of the node that rescues decides who is dead"),
    RESCUES_HALF(Promise.LIVE_NODE_KEEPS, "a rescue leaves jobs of dead nodes behind"),
    LEAVES_WITH_JOBS(Promise.LEAVING_GIVES_BACK, "a node that leaves takes its jobs with it"),
    PURGES_EARLY(Promise.KEPT_ITS_TIME, "a purge deletes what is to be deleted within half a second"),
    PURGES_BY_THE_NODES_CLOCK(
            Promise.KEPT_ITS_TIME, "the wall clock of the node that purges decides whose period is over"),
    PURGES_WHAT_WAITS(Promise.KEPT_ITS_TIME, "a purge deletes jobs that were queued again since they finished"),
    PURGES_HALF(Promise.KEPT_ITS_TIME, "a purge leaves jobs behind whose period is over"),
    PAUSES_NEW_JOBS(Promise.PAUSE_HOLDS, "a job that was tried before is given though its queue is paused"),
    LIMITS_READ_ONCE(Promise.LIMIT_HOLDS, "a claim looks at a limit before its first job, and not again"),
    LIMITS_FORGET_LAPSED(Promise.LIMIT_HOLDS, "what a lapsed node runs does not count, though nobody rescued it"),
    KEYS_COUNTED_BY_NODE(Promise.LIMIT_HOLDS, "the limit of a key is counted for each node"),
    LIMITS_LEAK(Promise.EVERY_JOB_ENDS, "a job that was rescued counts towards the limit of its queue for ever"),
    RETRIES_LOSE_TURNS(Promise.ORDER_HOLDS, "a job that waits for its retry can be overtaken"),
    CANCELLED_KEEP_TURNS(Promise.EVERY_JOB_ENDS, "a job that was cancelled after it began keeps its turn"),
    RATES_BY_WINDOWS(Promise.RATE_HOLDS, "the bucket is filled whenever a period begins"),
    SERVES_ALL(Promise.ROUTES_HOLD, "a claim of some queues gives jobs of all"),
    TICKS_WITHOUT_CAS(Promise.TICK_ONCE, "a tick passes whatever the schedule's next one is"),
    TELLS_THE_NODES_TIME(Promise.TIME_GROWS, "the store's time is that of the node that asks"),
    SLEEPS_WITH_ITS_NODE(Promise.ONE_HANDLER, "a node measures durations with a clock that stops while it is paused"),
    OVERLOOKS_EARLIER_EXCHANGES(
            Promise.ONE_HANDLER, "a heartbeat tells the last exchange that was answered, though one before it was not"),
    FORGETS_WHAT_IT_ASKED_FOR(
            Promise.NO_MORE_THAN_ROOM, "a node asks for jobs as though it had not asked for others already"),
    FORGETS_WHAT_WAITS(Promise.NO_MORE_THAN_ROOM, "a node asks for jobs as though none waited for a slot already");

    private final Promise breaks;
    private final String text;

    Defect(Promise breaks, String text) {
        this.breaks = breaks;
        this.text = text;
    }

    Promise breaks() {
        return breaks;
    }

    @Override
    public String toString() {
        return name() + " (" + text + ")";
    }
}
