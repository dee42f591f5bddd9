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
 * @param untilNext how long, by the store's clock, until the next deferred job of the namespace is due, whatever its type, or
 *     until the rate of a queue lets a wished job start that waits for nothing else; zero if it gave fewer jobs than its
 *     limit and than another claim would give now, as may be while a due job has a key or its queue settings; null if none
 *     of that is to be expected
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

    /** How long until another claim may give jobs without anything happening meanwhile, if one may. */
    public Optional<Duration> nextDue() {
        return Optional.ofNullable(untilNext);
    }
}
