package systems.blackroad.api.store;

import java.util.Set;

/**
 * How many jobs of which types a node wants.
 *
 * @param types the names of the job types that the node can run; others are left for nodes that can
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param suspects whether one of them shall be a job whose last lease was lost, if one is due; never more than one
 */
public record Claim(Set<String> types, int limit, boolean suspects) {

    /** The most jobs in one claim. */
    public static final int MAX_LIMIT = 500;

    /**
     * Copies the set and checks the range.
     *
     * @throws IllegalArgumentException if there are no types, or the limit is out of range
     */
    public Claim {
        types = Set.copyOf(types);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a claim must name at least one job type");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit of a claim must be 1 to " + MAX_LIMIT + ", got " + limit);
        }
    }
}
