package systems.blackroad.operator.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.LeaseNote;

/**
 * What running jobs said and the store has not yet: written at most once a second, and before the settlement of the job that
 * said it. Of several progress reports of a job only the last is written.
 */
final class Notebook {

    private static final long INTERVAL = 1_000_000_000L;
    private static final int MOST_LINES = 10_000;
    private static final int BATCH = 1000;

    private final Backoff backoff;
    private final List<LeaseNote> lines = new ArrayList<>();
    private final Map<JobId, LeaseNote.Progress> progress = new HashMap<>();
    private final Set<JobId> inFlight = new HashSet<>();
    private boolean busy;
    private long next = Long.MIN_VALUE;

    Notebook(RandomGenerator random) {
        this.backoff = new Backoff(random);
    }

    /** Takes notes in; returns how many lines found no room. */
    int add(List<LeaseNote> notes) {
        int dropped = 0;
        for (LeaseNote note : notes) {
            if (note instanceof LeaseNote.Progress report) {
                progress.put(report.job(), report);
            } else if (lines.size() < MOST_LINES) {
                lines.add(note);
            } else {
                dropped++;
            }
        }
        return dropped;
    }

    /** Whether a job's settlement must wait, because what it said is not written yet. */
    boolean holds(JobId job) {
        return inFlight.contains(job)
                || progress.containsKey(job)
                || lines.stream().anyMatch(note -> note.job().equals(job));
    }

    /** Adds the request to write what is due, if there is something; {@code urgent} does not wait for the second to end. */
    void send(NodeId node, long now, boolean urgent, List<Effect> effects) {
        if (busy || (lines.isEmpty() && progress.isEmpty()) || !backoff.allows(now) || (now < next && !urgent)) {
            return;
        }
        List<LeaseNote> batch = new ArrayList<>(lines.subList(0, Math.min(BATCH, lines.size())));
        lines.subList(0, batch.size()).clear();
        List<LeaseNote.Progress> reports = progress.values().stream()
                .sorted((a, b) -> a.job().value().compareTo(b.job().value()))
                .limit(BATCH - batch.size())
                .toList();
        for (LeaseNote.Progress report : reports) {
            progress.remove(report.job());
            batch.add(report);
        }
        batch.forEach(note -> inFlight.add(note.job()));
        busy = true;
        next = now + INTERVAL;
        effects.add(new Effect.SendNotes(node, List.copyOf(batch)));
    }

    void answered() {
        busy = false;
        inFlight.clear();
        backoff.succeeded();
    }

    /** Keeps notes that may not have been written; a line may then stand in the log twice. */
    void failed(List<LeaseNote> notes, long now) {
        busy = false;
        inFlight.clear();
        backoff.failed(now);
        List<LeaseNote> again = new ArrayList<>();
        for (LeaseNote note : notes) {
            if (note instanceof LeaseNote.Progress report) {
                progress.putIfAbsent(report.job(), report);
            } else {
                again.add(note);
            }
        }
        lines.addAll(0, again);
    }

    /** Forgets everything, as when the lease is lost. */
    void clear() {
        lines.clear();
        progress.clear();
        inFlight.clear();
        busy = false;
        backoff.succeeded();
    }

    boolean isEmpty() {
        return !busy && lines.isEmpty() && progress.isEmpty();
    }

    long nextTimer() {
        return busy || (lines.isEmpty() && progress.isEmpty()) ? Long.MAX_VALUE : Math.max(next, backoff.until());
    }
}
