package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.Claim;

/** Which jobs of a {@link ModelStore} a claim looks at, and which a purge deletes. */
final class ModelChoice {

    private static final Duration STALE_READ = Duration.ofMillis(200);
    private static final Duration EARLY = Duration.ofMillis(500);

    private final @Nullable Defect defect;
    private final InstantSource callersClock;

    ModelChoice(@Nullable Defect defect, InstantSource callersClock) {
        this.defect = defect;
        this.callersClock = callersClock;
    }

    private boolean has(Defect planted) {
        return defect == planted;
    }

    /** How many suspects a claim may give. */
    int suspects(Claim claim) {
        if (has(Defect.SUSPECTS_TOGETHER)) {
            return Integer.MAX_VALUE;
        }
        return claim.suspects() ? 1 : 0;
    }

    /** What is due of {@code jobs} and wished, suspects first, in claim order. */
    List<ModelJob> of(Collection<ModelJob> jobs, Claim claim, Instant now) {
        Instant time = now;
        if (has(Defect.DUE_BY_THE_NODES_CLOCK)) {
            time = callersClock.instant();
        } else if (has(Defect.CLAIMS_EARLY)) {
            time = now.plus(EARLY);
        }
        Instant until = time;
        return jobs.stream()
                .filter(job -> isClaimable(job, now) && !job.due.isAfter(until))
                .filter(job -> claim.types().contains(job.work.payload().type()))
                .filter(job -> claim.serves(job.work.queue()) || has(Defect.SERVES_ALL))
                .sorted(Comparator.comparing((ModelJob job) -> !job.suspect).thenComparing(ModelJob.CLAIM_ORDER))
                .toList();
    }

    /** Which of {@code jobs} a purge deletes. */
    List<JobId> over(Collection<ModelJob> jobs, Retention retention, int limit, Instant now) {
        Duration ahead = has(Defect.PURGES_EARLY) ? EARLY : Duration.ZERO;
        Instant time = has(Defect.PURGES_BY_THE_NODES_CLOCK) ? callersClock.instant() : now.plus(ahead);
        return jobs.stream()
                .filter(job -> job.isOver(retention, time, has(Defect.PURGES_WHAT_WAITS)))
                .sorted(Comparator.comparing(job -> Objects.requireNonNull(job.endedLast)))
                .limit(has(Defect.PURGES_HALF) ? 1 : limit)
                .map(job -> job.work.id())
                .toList();
    }

    private boolean isClaimable(ModelJob job, Instant now) {
        boolean justClaimed = job.status == JobStatus.RUNNING
                && Objects.requireNonNull(job.startedAt).plus(STALE_READ).isAfter(now);
        return (job.status == JobStatus.PENDING && !job.forgotten) || (has(Defect.CLAIMS_WITHOUT_CAS) && justClaimed);
    }
}
