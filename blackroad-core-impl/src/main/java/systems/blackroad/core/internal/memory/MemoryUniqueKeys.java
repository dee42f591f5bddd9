package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.NewJob;

/**
 * Which job took which unique key last; whether it still holds it is judged when the next one asks. What is kept is bounded by
 * the jobs that are kept and the periods that run. Not thread-safe: guarded by its store's lock.
 */
final class MemoryUniqueKeys {

    private final MemoryJobs jobs;
    private final Map<String, Holder> holders = new HashMap<>();
    private final NavigableSet<Holder> periods =
            new TreeSet<>(Comparator.comparing(Holder::until).thenComparing(Holder::key));

    MemoryUniqueKeys(MemoryJobs jobs) {
        this.jobs = jobs;
    }

    /**
     * The job that took a key last.
     *
     * @param arrival tells it from a later job of the same id
     * @param until when its period ends, or the far future if it holds the key by where it stands
     */
    private record Holder(String key, JobId job, long arrival, UniqueKey.Scope scope, Instant until) {}

    /** Takes a job in, if its id is new and its key is free or can be taken. */
    EnqueueOutcome add(NewJob work, Instant now) {
        UniqueKey unique = work.unique();
        if (unique == null || jobs.find(work.id()) != null) {
            return jobs.add(work, now);
        }
        forgetLapsed(now);
        Holder holder = holders.get(unique.key());
        MemoryJob job = holder == null ? null : find(holder);
        if (holder == null || !holds(holder, job)) {
            return take(work, unique, now);
        }
        if (unique.onConflict() == UniqueKey.OnConflict.KEEP || (job != null && job.status == JobStatus.RUNNING)) {
            return new EnqueueOutcome.Duplicate(work.id(), holder.job());
        }
        if (job != null && job.status == JobStatus.PENDING) {
            job.write(now, JobLogEntry.Kind.TRANSITION, "replaced by job " + work.id(), work.actor());
            jobs.finish(job, JobStatus.CANCELLED, now);
        }
        take(work, unique, now);
        return new EnqueueOutcome.Replaced(work.id(), holder.job());
    }

    private EnqueueOutcome take(NewJob work, UniqueKey unique, Instant now) {
        EnqueueOutcome created = jobs.add(work, now);
        MemoryJob job = jobs.find(work.id());
        if (job != null) {
            Holder holder =
                    new Holder(unique.key(), work.id(), job.arrival, unique.scope(), until(unique.scope(), now));
            Holder former = holders.put(unique.key(), holder);
            if (former != null) {
                periods.remove(former);
            }
            if (holder.scope() instanceof UniqueKey.Within) {
                periods.add(holder);
            }
        }
        return created;
    }

    private static Instant until(UniqueKey.Scope scope, Instant now) {
        return scope instanceof UniqueKey.Within within
                ? now.plus(within.period()).truncatedTo(ChronoUnit.MILLIS)
                : Instant.MAX;
    }

    private @Nullable MemoryJob find(Holder holder) {
        MemoryJob job = jobs.find(holder.job());
        return job == null || job.arrival != holder.arrival() ? null : job;
    }

    /** Whether a holder whose period, if it has one, still runs holds its key. */
    private static boolean holds(Holder holder, @Nullable MemoryJob job) {
        if (holder.scope() instanceof UniqueKey.Within) {
            return true;
        }
        return job != null
                && (job.status == JobStatus.PENDING
                        || (job.status == JobStatus.RUNNING && holder.scope() == UniqueKey.While.LIVE));
    }

    private void forgetLapsed(Instant now) {
        while (!periods.isEmpty() && !periods.first().until().isAfter(now)) {
            holders.remove(periods.pollFirst().key());
        }
    }

    /** Ends what a job holds by where it stands, since it begins anew or is deleted; a period goes on. */
    void forget(MemoryJob job) {
        UniqueKey unique = job.work.unique();
        Holder holder = unique == null ? null : holders.get(unique.key());
        if (holder != null && holder.arrival() == job.arrival && !(holder.scope() instanceof UniqueKey.Within)) {
            holders.remove(holder.key());
        }
    }
}
