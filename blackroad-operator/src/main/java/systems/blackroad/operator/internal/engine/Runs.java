package systems.blackroad.operator.internal.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.store.ClaimedJob;

/** The runs that occupy this node's slots, each until its handler has ended, whether or not the node still holds its lease. */
final class Runs {

    /** How long a handler has to heed a cancellation before its thread is interrupted. */
    private static final long GRACE = 1_000_000_000L;

    private final Map<String, JobType<?>> types;
    private final int slots;
    private final Map<Key, Run> runs = new LinkedHashMap<>();

    Runs(Map<String, JobType<?>> types, int slots) {
        this.types = types;
        this.slots = slots;
    }

    private record Key(JobId job, long token) {}

    void start(ClaimedJob job, long now, List<Effect> effects) {
        JobType<?> type = types.get(job.payload().type());
        long deadline = type == null ? Long.MAX_VALUE : now + type.timeout().toNanos();
        if (runs.putIfAbsent(new Key(job.id(), job.token()), new Run(job, deadline)) == null) {
            effects.add(new Effect.StartRun(job));
        }
    }

    /** Takes a run whose handler has ended; null if there is none. */
    @Nullable
    Run end(JobId job, long token) {
        return runs.remove(new Key(job, token));
    }

    int free() {
        return slots - runs.size();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    boolean hasSuspect() {
        return runs.values().stream().anyMatch(run -> run.job().suspect());
    }

    List<Run> owned() {
        return runs.values().stream().filter(Run::isOwned).toList();
    }

    void cancel(JobId job, long now, List<Effect> effects) {
        for (Run run : owned()) {
            if (run.job().id().equals(job) && !run.isCancelled()) {
                run.cancel(now + GRACE);
                effects.add(new Effect.CancelRun(job, run.job().token()));
            }
        }
    }

    /** Tells a run that its lease is lost; what it ends with is no longer written. */
    void revoke(Run run, List<Effect> effects) {
        if (run.isOwned()) {
            run.disown();
            run.interrupted();
            effects.add(new Effect.RevokeRun(run.job().id(), run.job().token()));
        }
    }

    void revoke(JobId job, List<Effect> effects) {
        for (Run run : owned()) {
            if (run.job().id().equals(job)) {
                revoke(run, effects);
            }
        }
    }

    void drain(List<Effect> effects) {
        for (Run run : owned()) {
            run.drain();
            effects.add(new Effect.CancelRun(run.job().id(), run.job().token()));
        }
    }

    /** Carries out timeouts and interrupts that are due. */
    void timers(long now, List<Effect> effects) {
        for (Run run : new ArrayList<>(runs.values())) {
            JobId job = run.job().id();
            long token = run.job().token();
            if (run.timesOutAt(now)) {
                run.timeOut(now + GRACE);
                effects.add(new Effect.CancelRun(job, token));
            }
            if (run.isToBeInterruptedAt(now)) {
                run.interrupted();
                effects.add(new Effect.InterruptRun(job, token));
            }
        }
    }

    long nextTimer() {
        return runs.values().stream().mapToLong(Run::nextTimer).min().orElse(Long.MAX_VALUE);
    }
}
