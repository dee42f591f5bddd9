package systems.blackroad.api.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.NodeId;

/**
 * A node's settlements of runs that ended, and its wish for new ones, in one call.
 *
 * @param node the incarnation that asks
 * @param sequence the node's number for this exchange: grows by one each time; a repeat after a lost answer has the same.
 *     Several may be under way, and come to the store in any order
 * @param settlements at most {@value #MAX_SETTLEMENTS}
 * @param wish the jobs that it wants, or null for none
 */
public record Exchange(
        NodeId node,
        long sequence,
        List<Settlement> settlements,
        @Nullable Claim wish) {

    /** The most settlements in one exchange. */
    public static final int MAX_SETTLEMENTS = 1000;

    /**
     * Copies the list and checks its length.
     *
     * @throws IllegalArgumentException if it is too long
     */
    public Exchange {
        Objects.requireNonNull(node, "node");
        settlements = List.copyOf(settlements);
        if (settlements.size() > MAX_SETTLEMENTS) {
            throw new IllegalArgumentException("an exchange of node " + node + " must have at most " + MAX_SETTLEMENTS
                    + " settlements, got " + settlements.size());
        }
    }

    /** The jobs that it wants, if any. */
    public Optional<Claim> claim() {
        return Optional.ofNullable(wish);
    }
}
