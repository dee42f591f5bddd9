package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;

/** One job of a {@link ModelStore}. */
final class ModelJob {

    static final Comparator<ModelJob> CLAIM_ORDER = Comparator.comparingInt((ModelJob job) -> -job.work.priority())
            .thenComparing(job -> job.due)
            .thenComparingLong(job -> job.arrival);

    final NewJob work;
    final long arrival;
    final Instant createdAt;

    Instant due;
    JobStatus status = JobStatus.PENDING;
    long token;
    int attempt;
    boolean settled;
    boolean lost;
    boolean suspect;
    boolean cancelAsked;
    /** Left out of what claims look at. */
    boolean forgotten;
    /** Claimed since it was taken in or started over. */
    boolean begun;
    /** Counted as running for ever. */
    boolean leaked;

    @Nullable
    NodeId node;

    long claimedBy;
    /** When in the order of all claims it was claimed. */
    long claimOrder;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    /** When it finished last, also if it was queued again since. */
    @Nullable
    Instant endedLast;

    @Nullable
    Payload result;

    @Nullable
    String error;

    ModelJob(NewJob work, long arrival, Instant createdAt, Instant due) {
        this.work = work;
        this.arrival = arrival;
        this.createdAt = createdAt;
        this.due = due;
    }

    static Instant dueAt(Due due, Instant now) {
        Instant wished = due instanceof Due.After after ? now.plus(after.delay()) : ((Due.At) due).instant();
        return wished.isBefore(now) ? now : wished;
    }

    ModelJob copy() {
        ModelJob copy = new ModelJob(work, arrival, createdAt, due);
        copy.status = status;
        copy.token = token;
        copy.attempt = attempt;
        copy.settled = settled;
        copy.lost = lost;
        copy.suspect = suspect;
        copy.cancelAsked = cancelAsked;
        copy.begun = begun;
        copy.leaked = leaked;
        copy.node = node;
        copy.claimedBy = claimedBy;
        copy.claimOrder = claimOrder;
        copy.startedAt = startedAt;
        return copy;
    }

    boolean isHeldBy(NodeId id) {
        return status == JobStatus.RUNNING && id.equals(node);
    }

    void finish(JobStatus end, Instant now) {
        status = end;
        node = null;
        finishedAt = now;
        endedLast = now;
    }

    /** Whether its period is over; perhaps also, which is wrong, if it was queued again since it finished. */
    boolean isOver(Retention retention, Instant now, boolean alsoQueuedAgain) {
        Instant since = alsoQueuedAgain ? endedLast : finishedAt;
        return since != null
                && retention
                        .period(work.queue(), status.isFinished() ? status : JobStatus.FAILED)
                        .filter(period -> !now.isBefore(since.plus(period)))
                        .isPresent();
    }

    /** Makes it wait, unless someone asked to cancel it. */
    void await(Instant at, Instant now, boolean heedsCancel) {
        node = null;
        if (cancelAsked && heedsCancel) {
            finish(JobStatus.CANCELLED, now);
        } else {
            status = JobStatus.PENDING;
            due = at;
        }
    }

    ClaimedJob claimed() {
        return new ClaimedJob(
                work.id(),
                work.payload(),
                work.queue(),
                token,
                suspect ? attempt : attempt + 1,
                work.maxAttempts(),
                suspect,
                due,
                work.metadata());
    }

    Job read() {
        return new Job(
                work.id(),
                work.payload(),
                work.queue(),
                work.priority(),
                status,
                attempt,
                work.maxAttempts(),
                token,
                createdAt,
                due,
                startedAt,
                finishedAt,
                node,
                0,
                result,
                error,
                work.schedule(),
                work.metadata(),
                work.key());
    }
}
