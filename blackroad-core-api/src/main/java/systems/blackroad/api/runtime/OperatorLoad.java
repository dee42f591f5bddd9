package systems.blackroad.api.runtime;

/**
 * How many handlers an operator runs, as it was a moment ago: an immutable value. A lost slot is one whose handler was given up,
 * after it ran out of its time, was cancelled or drained and ignored its interrupt, or whose job this node lost, and which still
 * runs: its job is settled or runs elsewhere, but no other job takes its place until it returns. A warning in the log names it
 * once a minute.
 *
 * @param slots how many handlers may run at once
 * @param running how many do, those of lost slots among them; 0 to {@code slots}
 * @param lost how many of these slots are lost; restart the process before all are
 */
public record OperatorLoad(int slots, int running, int lost) {

    /**
     * Checks that the numbers agree.
     *
     * @throws IllegalArgumentException if not {@code 0 <= lost <= running <= slots}
     */
    public OperatorLoad {
        if (lost < 0 || running < lost || slots < running) {
            throw new IllegalArgumentException(
                    "a load must have 0 <= lost <= running <= slots, got " + lost + ", " + running + " and " + slots);
        }
    }
}
