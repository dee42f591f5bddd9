package systems.blackroad.api.store;

import java.util.Set;
import systems.blackroad.api.job.QueueName;

/**
 * How many jobs of which types a node wants.
 *
 * @param types the names of the job types that the node can run; others are left for nodes that can
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param suspects whether one of them shall be a job whose last two leases were lost, if one is due; never more than one
 * @param queues the queues that the node serves, at most {@value #MAX_QUEUES}; jobs of others are left for nodes that serve
 *     them; empty means all
 */
public record Claim(Set<String> types, int limit, boolean suspects, Set<QueueName> queues) {

    /** The most jobs in one claim. */
    public static final int MAX_LIMIT = 500;

    /** The most queues that a claim names. */
    public static final int MAX_QUEUES = 100;

    /**
     * Copies the sets and checks the ranges.
     *
     * @throws IllegalArgumentException if there are no types, too many queues, or the limit is out of range
     */
    public Claim {
        types = Set.copyOf(types);
        queues = Set.copyOf(queues);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a claim must name at least one job type");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit of a claim must be 1 to " + MAX_LIMIT + ", got " + limit);
        }
        if (queues.size() > MAX_QUEUES) {
            throw new IllegalArgumentException(
                    "a claim must name at most " + MAX_QUEUES + " queues, got " + queues.size());
        }
    }

    /** A claim of jobs of all queues. */
    public Claim(Set<String> types, int limit, boolean suspects) {
        this(types, limit, suspects, Set.of());
    }

    /** Whether jobs of {@code queue} are wished. */
    public boolean serves(QueueName queue) {
        return queues.isEmpty() || queues.contains(queue);
    }
}
