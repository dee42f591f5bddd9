package systems.blackroad.api.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.NodeId;

/**
 * A node's settlements of runs that ended, and its wish for new ones, in one call. It goes through one of the node's pipes. Of
 * the exchanges through one pipe the store takes each once and in order; those through different pipes it may work on at the
 * same time.
 *
 * @param node the incarnation that asks
 * @param pipe which of the node's pipes it goes through, 0 to {@value #PIPES} - 1; by the next one through the same pipe, the
 *     node has the answer to this one, or has given it up
 * @param sequence the node's number for this exchange, larger than all before through any pipe; a repeat after a lost answer
 *     has the same
 * @param settlements at most {@value #MAX_SETTLEMENTS}
 * @param wish the jobs that it wants, or null for none
 */
public record Exchange(
        NodeId node,
        int pipe,
        long sequence,
        List<Settlement> settlements,
        @Nullable Claim wish) {

    /** How many pipes a node has. */
    public static final int PIPES = 2;

    /** The most settlements in one exchange. */
    public static final int MAX_SETTLEMENTS = 1000;

    /**
     * Copies the list and checks its length and the pipe.
     *
     * @throws IllegalArgumentException if the list is too long or there is no such pipe
     */
    public Exchange {
        Objects.requireNonNull(node, "node");
        if (pipe < 0 || pipe >= PIPES) {
            throw new IllegalArgumentException(
                    "pipe of an exchange of node " + node + " must be 0 to " + (PIPES - 1) + ", got " + pipe);
        }
        settlements = List.copyOf(settlements);
        if (settlements.size() > MAX_SETTLEMENTS) {
            throw new IllegalArgumentException("an exchange of node " + node + " must have at most " + MAX_SETTLEMENTS
                    + " settlements, got " + settlements.size());
        }
    }

    /** An exchange through the first pipe, for a node that makes one at a time. */
    public Exchange(NodeId node, long sequence, List<Settlement> settlements, @Nullable Claim wish) {
        this(node, 0, sequence, settlements, wish);
    }

    /** The jobs that it wants, if any. */
    public Optional<Claim> claim() {
        return Optional.ofNullable(wish);
    }
}
