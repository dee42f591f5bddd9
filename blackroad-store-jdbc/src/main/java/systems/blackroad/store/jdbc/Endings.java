package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Verdict;

/** How leases end, decided on locked rows and collected in a bulk. Used by one thread, in one transaction. */
final class Endings {

    private final long now;
    private final Set<String> queues = new HashSet<>();
    private final List<Lanes.Left> left = new ArrayList<>();
    private Bulk bulk = new Bulk();
    private long nextDue = Long.MAX_VALUE;
    private boolean woke;

    Endings(long now) {
        this.now = now;
    }

    /** Store time, at which all of it happens. */
    long now() {
        return now;
    }

    /** What is collected so far, to be added to. */
    Bulk bulk() {
        return bulk;
    }

    /** Writes what is collected and lets start what waited for it, as the last that the transaction does to queues. */
    void flush(Database db, Handle handle) {
        write(db, handle);
        leave(db, handle, LockedQueue.lock(db, handle, lanes(), now));
    }

    /** The queues to lock before {@link #leave}. */
    Set<String> lanes() {
        return left.stream()
                .filter(gone -> gone.lane() != null)
                .map(Lanes.Left::queue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets start what waited for what was written, in queues that are locked. */
    void leave(Database db, Handle handle, Map<String, LockedQueue> locked) {
        Set<String> open = Lanes.leave(db, handle, left, locked);
        woke |= !open.isEmpty();
        queues.addAll(open);
        left.clear();
    }

    /** The same in a caller's transaction, which may take its time: what waited for it may start after the commit. */
    void flushInCallers(Database db, Handle handle) {
        write(db, handle);
        Lanes.leaveLater(db, handle, left);
        left.clear();
    }

    /** Writes what is collected, and begins to collect anew. */
    void write(Database db, Handle handle) {
        bulk.flush(db, handle);
        bulk = new Bulk();
    }

    /** A gated job ended its run, or waits no longer; {@code over} if what it began is. */
    void left(JobBody job, boolean over) {
        left.add(Lanes.Left.of(job, over));
    }

    /** Ends a job that was taken from where it waited. */
    void cancel(JobBody job, Waiting waiting) {
        waiting.cancel(bulk, job, now);
        if (job.key() != null) {
            left(job, true);
        }
    }

    /** The queues in which a job became claimable. */
    Set<String> queues() {
        return queues;
    }

    /** Whether a gated job may start now that could not before. */
    boolean woke() {
        return woke;
    }

    /** When the first of the jobs is due that this deferred, or the largest number for none. */
    long nextDue() {
        return nextDue;
    }

    /** Ends a run as its node reports it; its token and owner were checked. */
    Acceptance settle(Lease lease, Verdict verdict) {
        long settled = lease.token();
        int failed = lease.suspect() ? lease.attempt() : lease.attempt() + 1;
        if (verdict instanceof Verdict.Completed completed) {
            finish(lease, JobStatus.COMPLETED, lease.attempt(), settled, null, completed.result());
        } else if (verdict instanceof Verdict.Failed failure) {
            String error = JobRows.clean(failure.error());
            line(lease.job(), error, null);
            finish(lease, JobStatus.FAILED, failed, settled, error, null);
        } else if (verdict instanceof Verdict.Retry retry) {
            String error = JobRows.clean(retry.error());
            line(lease.job(), error, null);
            wait(lease, RowJobs.dueAt(retry.due(), now), failed, false, false, settled, error);
        } else if (verdict instanceof Verdict.Cancelled) {
            finish(lease, JobStatus.CANCELLED, lease.attempt(), settled, lease.error(), null);
        } else {
            wait(lease, now, uncounted(lease), lease.lost(), lease.suspect(), settled, lease.error());
        }
        return Acceptance.ACCEPTED;
    }

    /** Puts a job back that its node gives up or does not hold. */
    void putBack(Lease lease) {
        wait(lease, now, uncounted(lease), lease.lost(), lease.suspect(), 0, lease.error());
    }

    /** Puts a job back whose node was lost: as a suspect if the one before was too, unless its attempts are used up. */
    void lose(Lease lease) {
        String error = "the lease of node " + lease.node() + " lapsed while it ran attempt "
                + (lease.suspect() ? lease.attempt() : lease.attempt() + 1);
        line(lease.job(), error, null);
        if (!lease.cancel() && lease.attempt() >= lease.maxAttempts()) {
            finish(lease, JobStatus.FAILED, lease.attempt(), 0, error, null);
        } else {
            wait(lease, now, lease.attempt(), true, lease.lost(), 0, lease.error());
        }
    }

    private static int uncounted(Lease lease) {
        return lease.suspect() ? lease.attempt() - 1 : lease.attempt();
    }

    private void wait(
            Lease lease, long dueAt, int attempt, boolean lost, boolean suspect, long settled, @Nullable String error) {
        if (lease.cancel()) {
            finish(lease, JobStatus.CANCELLED, attempt, settled, error, null);
            return;
        }
        bulk.delete(Bulk.Table.LEASE, lease.job());
        new Waiting(lease.token(), settled, attempt, lost, suspect, dueAt, error, lease.startedAt())
                .insert(bulk, lease.body(), lease.gated(), now);
        bulk.count(JobStatus.RUNNING, JobStatus.PENDING);
        if (dueAt <= now) {
            queues.add(lease.body().queue());
        } else {
            nextDue = Math.min(nextDue, dueAt);
        }
        leave(lease, false);
    }

    private void leave(Lease lease, boolean over) {
        if (lease.gated()) {
            left(lease.body(), over);
        }
    }

    private void finish(
            Lease lease,
            JobStatus status,
            int attempt,
            long settled,
            @Nullable String error,
            @Nullable Payload result) {
        bulk.delete(Bulk.Table.LEASE, lease.job());
        bulk.insert(
                Bulk.Table.DONE,
                lease.job(),
                status.ordinal(),
                lease.body().queue(),
                lease.token(),
                settled,
                attempt,
                lease.dueAt(),
                lease.startedAt(),
                now,
                lease.progress(),
                error,
                result == null ? null : result.type(),
                result == null ? null : result.version(),
                result == null ? null : result.bytes());
        bulk.count(JobStatus.RUNNING, status);
        leave(lease, true);
    }

    /** A transition's line in the job's log. */
    void line(long job, String text, @Nullable String actor) {
        bulk.insert(Bulk.Table.LOG, job, now, JobLogEntry.Kind.TRANSITION.ordinal(), text, actor);
    }
}
