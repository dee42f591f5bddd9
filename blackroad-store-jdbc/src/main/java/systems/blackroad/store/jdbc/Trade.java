package systems.blackroad.store.jdbc;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Settlement;

/**
 * What is left of a live node's exchange for a dialect to write: its pipe's newest sequence, completions, and a claim.
 *
 * @param node the node
 * @param pipe its pipe, whose row is locked
 * @param exchange the exchange's sequence, larger than any before through its pipe
 * @param before the one before, 0 for none
 * @param completed completions of distinct jobs, to be written under their tokens; none where a dialect has them settled
 *     row by row
 * @param wish what to claim, or null
 * @param now the store's time
 * @param start where the claim begins, for dialects that look there
 */
record Trade(
        String node,
        int pipe,
        long exchange,
        long before,
        List<Settlement> completed,
        @Nullable Claim wish,
        long now,
        ClaimCursor.Start start) {

    Trade {
        completed = List.copyOf(completed);
    }

    /**
     * What became of it.
     *
     * @param ended the ids of the jobs that were completed, or null if all were
     * @param gone the numbers of the jobs that were completed and are gated, where {@code ended} does not leave them out
     * @param claimed what was claimed
     * @param passed where that stood, for dialects that go on from there
     */
    record Traded(
            @Nullable Set<String> ended, List<Long> gone, List<ClaimedJob> claimed, List<ClaimCursor.Passed> passed) {

        boolean hasEnded(Settlement settlement) {
            return ended == null || ended.contains(settlement.job().value());
        }

        /** Those of {@code completed} that were not. */
        List<Settlement> left(List<Settlement> completed) {
            return completed.stream()
                    .filter(settlement -> !hasEnded(settlement))
                    .toList();
        }
    }
}
