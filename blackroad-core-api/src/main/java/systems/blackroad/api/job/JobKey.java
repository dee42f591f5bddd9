package systems.blackroad.api.job;

/**
 * Whom or what a job is about, for example a customer, by which its queue may limit and order its jobs. Any number of jobs
 * may have one key; that of which a store holds one job at a time is a {@link UniqueKey}. An immutable value, equal by
 * content, safe to share between threads.
 *
 * <p>Jobs of one queue are of one key if the names are the same, whether they are ordered or not: a limit of the key counts
 * all of them, and only the ordered ones wait for each other. Keys of other queues have nothing to do with it.
 *
 * @param name 1 to {@value #MAX_LENGTH} UTF-16 chars, compared char by char; no control characters, no half of a surrogate pair
 * @param ordered whether the job runs only when the ordered jobs of its queue and key that come before it have finished: by
 *     priority, due time and arrival. One that waits for its retry keeps its turn
 */
public record JobKey(String name, boolean ordered) {

    /** The longest name, in UTF-16 chars. */
    public static final int MAX_LENGTH = 128;

    /**
     * Checks the form of {@code name}.
     *
     * @throws IllegalArgumentException if the name does not have the documented form
     */
    public JobKey {
        KeyForm.require("key", name, MAX_LENGTH);
    }

    /** The key of a job that waits for no other of its key. */
    public static JobKey of(String name) {
        return new JobKey(name, false);
    }

    /** The key of a job that waits for its turn among the ordered ones of its queue and key. */
    public static JobKey ordered(String name) {
        return new JobKey(name, true);
    }
}
