package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Verdict;

/** What a {@link Ledger} knows of one job. */
final class Entry {

    final JobId id;
    final QueueName queue;
    final int maxAttempts;
    final @Nullable JobKey key;
    private final int priority;
    /** Its place in the order of arrival. */
    private final int number;

    JobStatus status = JobStatus.PENDING;
    Instant due;
    long token;
    /** Counted attempts. */
    int attempt;
    /** Whether the run under {@link #token} was settled. */
    boolean settled;

    boolean lost;
    boolean suspect;
    boolean cancelAsked;
    /** When it got the finished status that it has. */
    @Nullable
    Instant finishedAt;
    /** As it was read before it was deleted when its time was over, or null while it stays. */
    @Nullable
    Job purged;
    /** Whether it was given since it was taken in or started over. */
    private boolean begun;
    /** Who runs it, or ran it last. */
    @Nullable
    NodeId holder;
    /** The exchange that gave it to its holder. */
    long givenBy;

    Entry(NewJob job, int number, Instant due) {
        this.id = job.id();
        this.maxAttempts = job.maxAttempts();
        this.queue = job.queue();
        this.key = job.key();
        this.priority = job.priority();
        this.number = number;
        this.due = due;
    }

    static Instant dueAt(Due due, Instant now) {
        return due instanceof Due.After after ? now.plus(after.delay()) : ((Due.At) due).instant();
    }

    boolean isHeldBy(@Nullable NodeId node) {
        return status == JobStatus.RUNNING && node != null && node.equals(holder);
    }

    /** Whether someone may be given it at {@code now}. */
    boolean isDue(Instant now) {
        return status == JobStatus.PENDING && !now.isBefore(due);
    }

    /** Whether it finished so long ago at {@code now} that {@code retention} keeps it no longer. */
    boolean isOver(Retention retention, Instant now) {
        return finishedAt != null
                && retention
                        .period(queue, status)
                        .filter(period ->
                                !now.isBefore(Objects.requireNonNull(finishedAt).plus(period)))
                        .isPresent();
    }

    void finish(JobStatus end, Instant now) {
        status = end;
        finishedAt = now;
    }

    boolean runsIn(QueueName name) {
        return status == JobStatus.RUNNING && queue.equals(name);
    }

    boolean isOfKey(JobKey other) {
        return key != null && key.name().equals(other.name());
    }

    /** Whether it was given, and has not finished. */
    boolean isInTheMiddle() {
        return begun && !status.isFinished();
    }

    /** Whether a claim gives it before {@code other}. */
    boolean precedes(Entry other) {
        return Comparator.comparingInt((Entry entry) -> -entry.priority)
                        .thenComparing(entry -> entry.due)
                        .thenComparingInt(entry -> entry.number)
                        .compare(this, other)
                < 0;
    }

    void give(NodeId node, long exchange, long token) {
        status = JobStatus.RUNNING;
        begun = true;
        holder = node;
        givenBy = exchange;
        this.token = token;
        settled = false;
        attempt += suspect ? 1 : 0;
    }

    void settle(Verdict verdict, Instant now) {
        settled = true;
        if (verdict instanceof Verdict.Completed) {
            finish(JobStatus.COMPLETED, now);
        } else if (verdict instanceof Verdict.Failed) {
            attempt += suspect ? 0 : 1;
            finish(JobStatus.FAILED, now);
        } else if (verdict instanceof Verdict.Retry retry) {
            attempt += suspect ? 0 : 1;
            lost = false;
            suspect = false;
            await(dueAt(retry.due(), now), now);
        } else if (verdict instanceof Verdict.Cancelled) {
            finish(JobStatus.CANCELLED, now);
        } else {
            putBack(now);
        }
    }

    /** Its node gives it back, or lost sight of it: no attempt is counted, and a suspect's is taken back. */
    void putBack(Instant now) {
        attempt -= suspect ? 1 : 0;
        await(now, now);
    }

    /** Its node is dead. */
    void rescue(Instant now) {
        suspect = lost;
        lost = true;
        if (attempt >= maxAttempts && !cancelAsked) {
            finish(JobStatus.FAILED, now);
        } else {
            await(now, now);
        }
    }

    private void await(Instant at, Instant now) {
        if (cancelAsked) {
            finish(JobStatus.CANCELLED, now);
        } else {
            status = JobStatus.PENDING;
        }
        due = at;
    }

    /** Someone queued it again. */
    void startOver(Instant now, long token) {
        if (status.isFinished()) {
            this.token = token;
            settled = false;
            attempt = 0;
            lost = false;
            suspect = false;
            cancelAsked = false;
            begun = false;
        }
        status = JobStatus.PENDING;
        finishedAt = null;
        due = now;
    }

    /** Stands for all that decides how its store goes on with it. */
    long fingerprint() {
        int flags = (settled ? 1 : 0) + (suspect ? 2 : 0) + (cancelAsked ? 4 : 0) + (lost ? 8 : 0);
        boolean runs = status == JobStatus.RUNNING;
        return Hash.of(
                id.hashCode(),
                status.ordinal(),
                due.toEpochMilli(),
                token,
                attempt,
                flags,
                runs ? Objects.hashCode(holder) : 0,
                runs ? givenBy : 0);
    }

    @Override
    public String toString() {
        return id + " " + status + " due " + due + " token " + token + " attempt " + attempt
                + (finishedAt == null ? "" : " since " + finishedAt) + (purged == null ? "" : " purged")
                + (settled ? " settled" : "") + (suspect ? " suspect" : lost ? " lost" : "")
                + (cancelAsked ? " unwanted" : "")
                + (status == JobStatus.RUNNING ? " at " + holder + " by " + givenBy : "");
    }
}
