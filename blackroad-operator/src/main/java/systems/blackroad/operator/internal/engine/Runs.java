package systems.blackroad.operator.internal.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** What this node runs, what it claimed ahead, and what it has not settled yet. */
final class Runs {

    /** How long a handler has from each step of stopping it to the next. */
    static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    static final Comparator<Run> BY_CLAIM = Comparator.comparingLong(run -> run.number);

    private final Map<String, Settings.Rule> rules;
    private final int slots;
    private final Judge judge;
    private final Outbox out;
    private final Map<RunKey, Run> runs = new LinkedHashMap<>();
    /** Those that wait for a slot: a suspect, then the others in the order of their claims. */
    private final Deque<Run> waiting = new ArrayDeque<>();

    /** Those whose verdict can be written, in the order of their claims. */
    private final Set<Run> ready = new TreeSet<>(BY_CLAIM);
    /** Those whose notes wait to be written, in that order too. */
    private final Set<Run> noted = new TreeSet<>(BY_CLAIM);

    private final LostSlots lost;
    private final Pace pace = new Pace();
    private int active;
    private OperatorLoad told;
    private long claimed;
    /** When something is to be done at the earliest, or before; only {@link #pass} puts it off. */
    private long wakeAt = Long.MAX_VALUE;

    Runs(Settings settings, Judge judge, Outbox out) {
        this.rules = settings.rules();
        this.slots = settings.slots();
        this.judge = judge;
        this.out = out;
        this.lost = new LostSlots(slots, out);
        this.told = new OperatorLoad(slots, 0, 0);
    }

    /** How many jobs may be claimed now: as many as have a slot, and some ahead. */
    int room(long now) {
        return slots + pace.ahead(now) - active - waiting.size();
    }

    /** Whether a slot is free; handlers whose lease is gone keep theirs. */
    boolean hasFreeSlot() {
        return active < slots;
    }

    /** Whether a claim is worth an exchange of its own: a slot is free, or less than half of what may wait does. */
    boolean isHungry(long now) {
        return hasFreeSlot() || 2 * waiting.size() < pace.ahead(now);
    }

    boolean any(Predicate<Run> which) {
        return runs.values().stream().anyMatch(which);
    }

    /** How many verdicts can be written. */
    int ready() {
        return ready.size();
    }

    boolean hasNoted() {
        return !noted.isEmpty();
    }

    /** Whether a verdict waits for notes. */
    boolean hasNotedVerdict() {
        return noted.stream().anyMatch(run -> run.verdict != null);
    }

    /**
     * Whether a suspect is here: its lease was lost before, so it runs alone among its kind. One that is being settled is gone,
     * unless its handler runs on.
     */
    boolean hasSuspect() {
        return any(run -> run.job.suspect() && (run.active || !run.settling));
    }

    /** Tells how many handlers run, if that has changed. */
    void tellLoad() {
        OperatorLoad load = new OperatorLoad(slots, active, lost.count());
        if (!load.equals(told)) {
            told = load;
            out.add(new Effect.LoadChanged(load));
        }
    }

    /** What a heartbeat reports. */
    Map<JobId, Long> held() {
        Map<JobId, Long> held = new HashMap<>();
        runs.values().stream().filter(run -> run.held).forEach(run -> held.put(run.key.job(), run.key.token()));
        return held;
    }

    /** Starts a claimed job, or lets it wait for a slot, or settles it at once if it must not run here. */
    void accept(ClaimedJob job, boolean starting, long now) {
        Run run = new Run(job, claimed++);
        if (runs.putIfAbsent(run.key, run) != null) {
            return;
        }
        if (!rules.containsKey(job.payload().type()) || !starting) {
            run.verdict = new Verdict.Released();
        } else if (job.suspect() && job.attempt() > job.maxAttempts()) {
            run.verdict = new Verdict.Failed("lost its lease " + (job.attempt() - 1)
                    + " times, as often as it may be tried; its handler may have killed or stalled its node");
        } else {
            wait(run);
            fillSlots(now);
        }
        changed(run);
    }

    /** A suspect, of which there is one, is next: ordinary jobs must not keep it waiting as long as there are any. */
    private void wait(Run run) {
        if (run.job.suspect()) {
            waiting.addFirst(run);
        } else {
            waiting.addLast(run);
        }
    }

    private void fillSlots(long now) {
        while (hasFreeSlot() && !waiting.isEmpty()) {
            Run run = waiting.remove();
            run.deadline = now + judge.timeout(run).toNanos();
            run.active = true;
            active++;
            out.add(new Effect.Start(run.job));
            changed(run);
        }
    }

    /** Takes down how a handler ended, and starts the next one in its place; returns whether that was news. */
    boolean ended(RunKey key, Outcome outcome, boolean notes, long now) {
        Run run = runs.get(key);
        if (run == null || !run.active) {
            return false;
        }
        run.active = false;
        active--;
        lost.put(run, now);
        pace.count(now);
        if (run.held && run.verdict == null) {
            run.verdict = judge.on(run, outcome);
            run.notes = notes ? Run.Notes.WAITING : run.notes;
        }
        changed(run);
        if (outcome instanceof Outcome.NotStarted) {
            waiting.forEach(next -> {
                next.verdict = new Verdict.Released();
                changed(next);
            });
            waiting.clear();
        } else {
            fillSlots(now);
        }
        return true;
    }

    void noted(RunKey key) {
        Run run = runs.get(key);
        if (run != null && run.isOpen()) {
            run.notes = Run.Notes.WAITING;
            changed(run);
        }
    }

    /** Takes the runs whose notes wait, as under way. */
    List<RunKey> takeNoted() {
        List<Run> taken = List.copyOf(noted);
        taken.forEach(run -> {
            run.notes = Run.Notes.UNDER_WAY;
            changed(run);
        });
        return taken.stream().map(run -> run.key).toList();
    }

    /** The notes that were under way are written, or go back to wait. */
    void noteEnded(boolean written) {
        runs.values().stream().filter(run -> run.notes == Run.Notes.UNDER_WAY).forEach(run -> {
            run.notes = written ? Run.Notes.NONE : Run.Notes.WAITING;
            changed(run);
        });
    }

    /** Takes verdicts to write, as under way. */
    List<Settlement> takeReady(int limit) {
        List<Run> taken = ready.stream().limit(limit).toList();
        taken.forEach(run -> {
            run.settling = true;
            changed(run);
        });
        return taken.stream().map(Run::settlement).toList();
    }

    void settled(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            release(new RunKey(settlement.job(), settlement.token()));
        }
    }

    /** Puts verdicts back that the store refused; one that was refused alone becomes a failure, then is given up. */
    void refused(List<Settlement> settlements, String why) {
        for (Settlement settlement : settlements) {
            Run run = runs.get(new RunKey(settlement.job(), settlement.token()));
            if (run == null) {
                continue;
            }
            run.settling = false;
            if (settlements.size() == 1 && settlement.verdict() instanceof Verdict.Failed) {
                release(run.key);
            } else if (settlements.size() == 1) {
                run.verdict = new Verdict.Failed("the end of the run could not be written: " + why);
            }
            changed(run);
        }
    }

    /** Ends the leases of jobs that are not this node's any more, in the order in which it claimed them. */
    void lose(Set<JobId> gone, Map<JobId, Long> reported, long now) {
        for (RunKey key : List.copyOf(runs.keySet())) {
            Long token = reported.get(key.job());
            if (token != null && token == key.token() && gone.contains(key.job())) {
                lose(key, now);
            }
        }
    }

    void loseAll(long now) {
        List.copyOf(runs.keySet()).forEach(key -> lose(key, now));
    }

    private void lose(RunKey key, long now) {
        Run run = release(key);
        if (run != null && run.active) {
            lost.put(run, now);
            out.add(new Effect.Stop(key, true, true));
        }
    }

    /** Lets go of a lease; returns its run, unless there was none. */
    private @Nullable Run release(RunKey key) {
        Run run = runs.get(key);
        if (run == null || !run.held) {
            return null;
        }
        if (run.isWaiting()) {
            waiting.remove(run);
        }
        run.held = false;
        changed(run);
        return run;
    }

    /** Puts a run where it belongs after anything about it changed. */
    private void changed(Run run) {
        put(ready, run, run.isReady());
        put(noted, run, run.held && run.notes == Run.Notes.WAITING);
        wakeAt = Math.min(wakeAt, run.wakeAt());
        if (run.isGone()) {
            runs.remove(run.key);
            out.add(new Effect.Forget(run.key));
        }
    }

    private static void put(Set<Run> set, Run run, boolean member) {
        if (member) {
            set.add(run);
        } else {
            set.remove(run);
        }
    }

    void cancel(Set<JobId> jobs, long now) {
        runs.values().stream()
                .filter(run -> jobs.contains(run.key.job()))
                .forEach(run -> stop(run, Run.Reason.CANCEL, now + GRACE));
    }

    void stopAll(long interruptAt) {
        runs.values().forEach(run -> stop(run, Run.Reason.DRAIN, interruptAt));
    }

    private void stop(Run run, Run.Reason reason, long interruptAt) {
        if (run.isWaiting()) {
            waiting.remove(run);
            run.verdict = reason == Run.Reason.CANCEL ? new Verdict.Cancelled() : new Verdict.Released();
            changed(run);
            return;
        }
        if (!run.isOpen() || (run.reason != null && run.reason.compareTo(reason) <= 0)) {
            return;
        }
        run.reason = reason;
        run.interruptAt = Math.min(run.interruptAt, interruptAt);
        out.add(new Effect.Stop(run.key, false, false));
        changed(run);
    }

    /** Does what time demands: tells handlers to stop, interrupts them, goes on without them. */
    void pass(long now) {
        lost.pass(now);
        if (now < wakeAt) {
            return;
        }
        for (Run run : runs.values()) {
            if (now < run.wakeAt()) {
                continue;
            }
            if (now >= run.deadline) {
                stop(run, Run.Reason.TIMEOUT, now + GRACE);
            }
            if (run.reason == Run.Reason.DRAIN && now >= run.interruptAt) {
                giveUp(run, "the node drained", now);
            } else if (!run.interrupted && now >= run.interruptAt) {
                run.interrupted = true;
                run.abandonAt = now + GRACE;
                out.add(new Effect.Stop(run.key, true, false));
            } else if (run.interrupted && now >= Math.max(run.abandonAt, run.deadline)) {
                giveUp(run, "its handler did not stop when it was interrupted", now);
            }
        }
        wakeAt = runs.values().stream().mapToLong(Run::wakeAt).min().orElse(Long.MAX_VALUE);
    }

    /** Ends a run without its handler, which keeps its slot until it returns. */
    private void giveUp(Run run, String why, long now) {
        run.verdict = judge.on(run, new Outcome.Threw(why));
        lost.put(run, now);
        changed(run);
        out.add(new Effect.Stop(run.key, true, true));
    }

    long wakeAt() {
        return Math.min(wakeAt, lost.wakeAt());
    }
}
