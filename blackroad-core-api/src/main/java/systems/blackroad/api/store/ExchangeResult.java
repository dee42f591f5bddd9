package systems.blackroad.api.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an exchange.
 *
 * @param settled an answer for each settlement, in order
 * @param nodeLive whether the node's own lease is live; if not, nothing was claimed
 * @param claimed the jobs that the node may run now, in claim order; a suspect stands anywhere
 * @param untilNext how long until the next deferred job of the namespace is due, whatever its type, by the store's clock,
 *     or null if none is deferred
 */
public record ExchangeResult(
        List<Acceptance> settled,
        boolean nodeLive,
        List<ClaimedJob> claimed,
        @Nullable Duration untilNext) {

    /** Copies the lists. */
    public ExchangeResult {
        settled = List.copyOf(settled);
        claimed = List.copyOf(claimed);
    }

    /** How long until the next deferred job is due, if one is. */
    public Optional<Duration> nextDue() {
        return Optional.ofNullable(untilNext);
    }
}
