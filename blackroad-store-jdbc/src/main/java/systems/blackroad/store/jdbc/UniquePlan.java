package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.NewJob;

/**
 * What becomes of jobs with unique keys, one after the other, given who holds the keys; the database is not asked. Used by
 * one thread.
 */
final class UniquePlan {

    /**
     * The job that holds a key.
     *
     * @param waits whether it is due or deferred, so that a replacement cancels it
     * @param runs whether it runs, so that nobody replaces it
     */
    record Holder(JobId job, boolean waits, boolean runs) {}

    private final Map<String, Holder> holders;
    private final Map<String, NewJob> takers;
    private final Map<JobId, NewJob> cancels;
    private final List<EnqueueOutcome> outcomes = new ArrayList<>();
    private final List<NewJob> created = new ArrayList<>();

    /** A plan in which {@code holders} have their keys, by key. */
    UniquePlan(Map<String, Holder> holders) {
        this(holders, Map.of(), Map.of());
    }

    private UniquePlan(Map<String, Holder> holders, Map<String, NewJob> takers, Map<JobId, NewJob> cancels) {
        this.holders = new HashMap<>(holders);
        this.takers = new HashMap<>(takers);
        this.cancels = new LinkedHashMap<>(cancels);
    }

    /**
     * The plan that goes on from here with jobs of different ids. If more of the ids turn out to exist, the jobs that one plan
     * creates are created by the next one too, unless they are among those.
     *
     * @param existing the ids among them that are known to exist
     */
    UniquePlan then(List<NewJob> jobs, Set<JobId> existing) {
        UniquePlan plan = new UniquePlan(holders, takers, cancels);
        for (NewJob job : jobs) {
            plan.outcomes.add(existing.contains(job.id()) ? new EnqueueOutcome.Existing(job.id()) : plan.decide(job));
        }
        return plan;
    }

    private EnqueueOutcome decide(NewJob job) {
        UniqueKey unique = job.unique();
        if (unique == null) {
            created.add(job);
            return new EnqueueOutcome.Created(job.id());
        }
        Holder holder = holders.get(unique.key());
        if (holder != null && (holder.runs() || unique.onConflict() == UniqueKey.OnConflict.KEEP)) {
            return new EnqueueOutcome.Duplicate(job.id(), holder.job());
        }
        created.add(job);
        holders.put(unique.key(), new Holder(job.id(), true, false));
        takers.put(unique.key(), job);
        if (holder == null) {
            return new EnqueueOutcome.Created(job.id());
        }
        if (holder.waits()) {
            cancels.put(holder.job(), job);
        }
        return new EnqueueOutcome.Replaced(job.id(), holder.job());
    }

    /** What became of the jobs of this plan, in their order. */
    List<EnqueueOutcome> outcomes() {
        return outcomes;
    }

    /** Which of them are taken in. */
    List<NewJob> created() {
        return created;
    }

    /** Who took each key, here or before. */
    Map<String, NewJob> takers() {
        return takers;
    }

    /** The waiting jobs that are replaced, here or before, and by whom. */
    Map<JobId, NewJob> cancels() {
        return cancels;
    }
}
