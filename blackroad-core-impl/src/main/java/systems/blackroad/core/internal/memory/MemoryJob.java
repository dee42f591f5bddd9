package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;

/**
 * One job and its log, as mutable fields. Not thread-safe: guarded by its store's lock. While it stands on a shelf of
 * {@link MemoryJobs}, what the shelf orders by does not change.
 */
final class MemoryJob {

    /** The order in which a claim gives jobs. */
    static final Comparator<MemoryJob> CLAIM_ORDER = Comparator.comparingInt((MemoryJob job) -> job.work.priority())
            .reversed()
            .thenComparing(job -> job.dueAt)
            .thenComparingLong(job -> job.arrival);

    /** The order in which deferred jobs become due. */
    static final Comparator<MemoryJob> DUE_ORDER =
            Comparator.comparing((MemoryJob job) -> job.dueAt).thenComparingLong(job -> job.arrival);

    private static final int MAX_LOG_LINES = 1000;

    final NewJob work;
    final long arrival;
    final Instant createdAt;

    JobStatus status = JobStatus.PENDING;
    Instant dueAt;
    int attempt;
    long token;
    /** Whether the run under {@link #token} was settled. */
    boolean settled;
    /** Whether the last lease was lost: of a waiting job, or of the job that runs now. */
    boolean lost;
    /** Whether the last two were. */
    boolean suspect;

    boolean cancelRequested;

    @Nullable
    NodeId node;
    /** The exchange that claimed the present run. */
    long claimedBy;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    double progress;

    @Nullable
    Payload result;

    @Nullable
    String error;

    private final Deque<JobLogEntry> log = new ArrayDeque<>();
    private long lines;

    MemoryJob(NewJob work, long arrival, Instant createdAt, Instant dueAt) {
        this.work = work;
        this.arrival = arrival;
        this.createdAt = createdAt;
        this.dueAt = dueAt;
    }

    String type() {
        return work.payload().type();
    }

    /** The name of its key, or null. */
    @Nullable
    String key() {
        JobKey key = work.key();
        return key == null ? null : key.name();
    }

    boolean isOrdered() {
        JobKey key = work.key();
        return key != null && key.ordered();
    }

    /** The attempt that the present run is: a suspect's is counted already. */
    private int running() {
        return suspect ? attempt : attempt + 1;
    }

    ClaimedJob claimed() {
        return new ClaimedJob(
                work.id(),
                work.payload(),
                work.queue(),
                token,
                running(),
                work.maxAttempts(),
                suspect,
                dueAt,
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
                dueAt,
                startedAt,
                finishedAt,
                node,
                progress,
                result,
                error,
                work.schedule(),
                work.metadata(),
                work.key());
    }

    /** Adds a line to the log, which keeps the newest ones. */
    void write(Instant now, JobLogEntry.Kind kind, String text, @Nullable String actor) {
        log.addLast(new JobLogEntry(++lines, now, kind, cut(text), actor));
        if (log.size() > MAX_LOG_LINES) {
            log.removeFirst();
        }
    }

    List<JobLogEntry> lines(long afterSequence, int limit) {
        List<JobLogEntry> found = new ArrayList<>();
        for (JobLogEntry line : log) {
            if (line.sequence() > afterSequence && found.size() < limit) {
                found.add(line);
            }
        }
        return found;
    }

    /** {@code text}, or its beginning and an ellipsis, so that no half of a surrogate pair is left. */
    static String cut(String text) {
        if (text.length() <= JobLogEntry.MAX_TEXT_LENGTH) {
            return text;
        }
        int end = JobLogEntry.MAX_TEXT_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
