package systems.blackroad.store.jdbc;

import java.util.HashSet;
import java.util.Set;
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
    private Bulk bulk = new Bulk();
    private long nextDue = Long.MAX_VALUE;

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

    /** Writes what is collected, and begins to collect anew. */
    void flush(Database db, Handle handle) {
        bulk.flush(db, handle);
        bulk = new Bulk();
    }

    /** The queues in which a job became claimable. */
    Set<String> queues() {
        return queues;
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
            wait(lease, RowJobs.dueAt(retry.due(), now), failed, false, settled, error);
        } else if (verdict instanceof Verdict.Cancelled) {
            finish(lease, JobStatus.CANCELLED, lease.attempt(), settled, lease.error(), null);
        } else {
            wait(lease, now, uncounted(lease), lease.suspect(), settled, lease.error());
        }
        return Acceptance.ACCEPTED;
    }

    /** Puts a job back that its node gives up or does not hold. */
    void putBack(Lease lease) {
        wait(lease, now, uncounted(lease), lease.suspect(), 0, lease.error());
    }

    /** Puts a job back whose node was lost: as a suspect, unless its attempts are used up. */
    void lose(Lease lease) {
        String error = "the lease of node " + lease.node() + " lapsed while it ran attempt "
                + (lease.suspect() ? lease.attempt() : lease.attempt() + 1);
        line(lease.job(), error, null);
        if (!lease.cancel() && lease.attempt() >= lease.maxAttempts()) {
            finish(lease, JobStatus.FAILED, lease.attempt(), 0, error, null);
        } else {
            wait(lease, now, lease.attempt(), true, 0, lease.error());
        }
    }

    private static int uncounted(Lease lease) {
        return lease.suspect() ? lease.attempt() - 1 : lease.attempt();
    }

    private void wait(Lease lease, long dueAt, int attempt, boolean suspect, long settled, @Nullable String error) {
        if (lease.cancel()) {
            finish(lease, JobStatus.CANCELLED, attempt, settled, error, null);
            return;
        }
        bulk.delete(Bulk.Table.LEASE, lease.job());
        bulk.insert(
                dueAt <= now ? Bulk.Table.READY : Bulk.Table.DEFERRED,
                lease.job(),
                lease.type(),
                lease.priority(),
                dueAt,
                lease.token(),
                settled,
                attempt,
                suspect,
                error,
                lease.startedAt());
        bulk.count(JobStatus.RUNNING, JobStatus.PENDING);
        if (dueAt <= now) {
            queues.add(lease.queue());
        } else {
            nextDue = Math.min(nextDue, dueAt);
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
                lease.queue(),
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
    }

    /** A transition's line in the job's log. */
    void line(long job, String text, @Nullable String actor) {
        bulk.insert(Bulk.Table.LOG, job, now, JobLogEntry.Kind.TRANSITION.ordinal(), text, actor);
    }
}
