package systems.blackroad.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.proof.JobHistory.Beat;
import systems.blackroad.proof.JobHistory.Run;

/*
 * A handler runs within its lease: it begins after the claim and has ended before its completion is sent. So where the storage
 * accepted the completions of two runs, both leases were live whenever both handlers ran. The handlers of runs whose leases were
 * lost may overlap others, which fencing allows.
 */
/** Checks when the runs of a chaos run took place: limits, order, and why and when jobs ran again. Used once. */
final class RunChecker {

    /** Within this after the death of a worker its jobs run elsewhere. */
    static final Duration RECOVERY = Duration.ofSeconds(15);
    /** Due times and ends of leases are stored in milliseconds, rounded down, by a clock that may go a little faster. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    private final JobHistory history;
    private final Map<String, JobChecker.Final> finals;
    private final List<Disturbance> disturbances;
    private final Duration lease;
    private final boolean alone;
    private final ToIntFunction<String> lostLeases;
    private final Map<String, List<Run>> runs = new TreeMap<>();
    private final Map<String, List<Beat>> beats = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long repeats;
    private long recovered;
    private long slowest;

    /**
     * A checker of one run.
     *
     * @param finals every job that the storage holds, by id
     * @param scenario with the workers' lease, and whether there is more than one of them
     * @param lostLeases how many leases of a job were lost, as the storage says
     */
    RunChecker(
            JobHistory history,
            Map<String, JobChecker.Final> finals,
            List<Disturbance> disturbances,
            Scenario scenario,
            ToIntFunction<String> lostLeases) {
        this.history = history;
        this.finals = Map.copyOf(finals);
        this.disturbances = List.copyOf(disturbances);
        this.lease = scenario.lease();
        this.alone = scenario.nodes() == 1;
        this.lostLeases = lostLeases;
        history.runs()
                .forEach(run -> runs.computeIfAbsent(run.job(), job -> new ArrayList<>())
                        .add(run));
        history.beats()
                .forEach(beat -> beats.computeIfAbsent(beat.worker(), worker -> new ArrayList<>())
                        .add(beat));
        runs.values().forEach(ofJob -> ofJob.sort(Comparator.comparingLong(Run::token)));
    }

    /** A line for each violation, beginning with its kind; none if all is as promised. */
    List<String> check() {
        limits();
        orders();
        runs.values().forEach(this::repeats);
        dues();
        return violations;
    }

    /** One more line of counts. */
    String summary() {
        return repeats + " of them repeats, "
                + history.runs().stream()
                        .filter(run -> Lane.isLimited(run.job()))
                        .count()
                + " under limits; " + recovered + " runs of killed workers were made up for, the slowest after "
                + Duration.ofNanos(slowest).toMillis() + " ms";
    }

    private void dues() {
        for (Run run : history.runs()) {
            long due = history.sent().getOrDefault(run.job(), Long.MIN_VALUE);
            if (run.began() + ROUNDING.toNanos() < due) {
                violations.add("EARLY job " + run.job() + " began " + (due - run.began()) / 1_000_000
                        + " ms before it was due, " + run.worker());
            }
        }
    }

    private boolean isAccepted(Run run) {
        JobChecker.Final end = finals.get(run.job());
        return run.ended() != Run.NEVER
                && end != null
                && end.status() == JobStatus.COMPLETED
                && end.token() == run.token();
    }

    /** Of each lane, counts how many accepted runs overlap. */
    private void limits() {
        Map<Lane, TreeMap<Long, Integer>> changes = new HashMap<>();
        for (Run run : history.runs()) {
            Lane lane = Lane.of(run.job());
            if (lane.limit() < Integer.MAX_VALUE && isAccepted(run)) {
                TreeMap<Long, Integer> ofLane = changes.computeIfAbsent(lane, key -> new TreeMap<>());
                ofLane.merge(run.began(), 1, Integer::sum);
                ofLane.merge(run.ended(), -1, Integer::sum);
            }
        }
        changes.forEach((lane, ofLane) -> {
            int running = 0;
            for (Map.Entry<Long, Integer> change : ofLane.entrySet()) {
                running += change.getValue();
                if (running > lane.limit()) {
                    violations.add("LIMIT " + running + " jobs of lane " + lane.name() + " ran at once, at "
                            + change.getKey() + ", and " + lane.limit() + " may");
                }
            }
        });
    }

    /** An ordered job keeps its turn from its first run to its last, and those of one worker begin in its order. */
    private void orders() {
        Map<String, TreeMap<Long, Run>> lasts = new HashMap<>();
        for (Run run : history.runs()) {
            if (Lane.of(run.job()).ordered() && isAccepted(run)) {
                lasts.computeIfAbsent(Lane.of(run.job()).name(), lane -> new TreeMap<>())
                        .put(run.ended(), run);
            }
        }
        lasts.forEach((lane, ends) -> {
            Run before = null;
            for (Run last : ends.values()) {
                if (before != null && first(last.job()).began() < before.ended()) {
                    violations.add("TURN job " + last.job() + " began at "
                            + first(last.job()).began() + " when " + before.job() + " had not finished, which ended at "
                            + before.ended());
                }
                before = last;
            }
        });
        for (List<String> line : history.lines()) {
            String before = null;
            for (String job : line) {
                if (before != null
                        && runs.containsKey(job)
                        && runs.containsKey(before)
                        && first(job).began() < first(before).began()) {
                    violations.add("ORDER job " + job + " began before " + before + ", which was enqueued before it");
                }
                before = job;
            }
        }
    }

    private Run first(String job) {
        return runs.getOrDefault(job, List.of()).stream()
                .min(Comparator.comparingLong(Run::began))
                .orElseThrow();
    }

    private void repeats(List<Run> ofJob) {
        for (int i = 0; i < ofJob.size(); i++) {
            Run run = ofJob.get(i);
            Run next = i + 1 < ofJob.size() ? ofJob.get(i + 1) : null;
            if (next != null) {
                repeats++;
                if (!isExplained(run, next)) {
                    violations.add("UNEXPLAINED job " + run.job() + " ran again under token " + next.token() + ", "
                            + (next.began() - run.began()) / 1_000_000 + " ms after its run on " + run.worker());
                }
            }
            recovery(run, next);
        }
    }

    /** It failed as planned, its worker or its storage was disturbed, or its worker had not renewed its lease for so long. */
    private boolean isExplained(Run run, Run next) {
        return run.end().equals("F")
                || next.began() >= leaseUntil(run)
                || disturbances.stream()
                        .anyMatch(disturbance -> disturbance.mayHit(run.worker(), run.began(), next.began()));
    }

    /**
     * Until when a run's lease lasted at least: from when its worker sent the last heartbeat for the incarnation under which the
     * run began. An incarnation that is dead is answered alive no more, so that a later one shows that it was not.
     */
    private long leaseUntil(Run run) {
        List<Beat> ofWorker = beats.getOrDefault(run.worker(), List.of());
        return ofWorker.stream()
                .filter(beat -> beat.answered() <= run.began())
                .max(Comparator.comparingLong(Beat::answered))
                .stream()
                .flatMap(known -> ofWorker.stream().filter(beat -> beat.node().equals(known.node())))
                .mapToLong(beat -> beat.sent() + lease.minus(ROUNDING).toNanos())
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * What a killed worker had a lease of runs elsewhere in time, which starts anew with each worker that was given it and
     * lost it before it began; while the storage is away, or the only worker is stopped, the clock stands still.
     */
    private void recovery(Run run, @Nullable Run next) {
        if (next == null || run.end().equals("F")) {
            return;
        }
        for (Disturbance kill : disturbances) {
            if (kill.fault() == Fault.KILL && run.worker().equals(kill.worker()) && next.began() > kill.from()) {
                long outages = disturbances.stream()
                        .filter(other -> other.isOutage() || alone && other.fault() == Fault.STOP)
                        .mapToLong(other -> other.within(kill.from(), next.began()))
                        .sum();
                long took = next.began() - kill.from() - outages;
                recovered++;
                slowest = Math.max(slowest, took);
                if (took > RECOVERY.toNanos() && took > RECOVERY.toNanos() * losses(run, next)) {
                    violations.add("LATE job " + run.job() + " ran again " + took / 1_000_000
                            + " ms after its worker was killed, " + run.worker());
                }
            }
        }
    }

    /** How many leases in a row a job lost, from that of one run to the next run: no more than it had, or ever lost. */
    private long losses(Run run, Run next) {
        return Math.min(next.token() - run.token(), lostLeases.applyAsInt(run.job()));
    }
}
