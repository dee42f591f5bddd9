package systems.blackroad.operator.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/*
 * A node lives as one incarnation after another. An incarnation begins with a heartbeat that the store accepts, and ends when
 * the store says that it is dead, or when its lease, counted from before the last accepted heartbeat was sent, has run out by
 * this node's own elapsed time. Then every run is revoked before anything else is written, the store is told that the
 * incarnation leaves, and the next one begins with nothing. Answers that come late, for requests of an earlier incarnation,
 * are recognised by the node id in the request and dropped; what they claimed is put back by the leave.
 *
 * While an incarnation lives there is at most one request of each kind away, so that answers need no ordering.
 */
/** One node of the job engine. Deterministic for its random generator; not thread-safe. Times are nanoseconds of any origin. */
public final class Engine {

    private static final int RESCUE_BATCH = 500;

    private final EngineOptions options;
    private final RandomGenerator random;
    private final Verdicts verdicts;
    private final Runs runs;
    private final Clockwork clockwork;
    private final Backoff heartbeatBackoff;
    private Notebook notes;
    private Exchanges exchanges;
    private volatile NodeId node;
    private boolean live;
    private long leaseUntil;
    private boolean heartbeatAway;
    private long nextHeartbeat = Long.MIN_VALUE;
    private boolean rescueAway;
    private long nextRescue = Long.MIN_VALUE;
    private boolean claimWanted = true;
    private long nextPoll = Long.MIN_VALUE;
    private Phase phase = Phase.WORKING;
    private long timer = Long.MAX_VALUE;

    private enum Phase {
        WORKING,
        DRAINING,
        LEAVING,
        ENDED
    }

    /** An engine that begins with its first input. */
    public Engine(EngineOptions options, RandomGenerator random) {
        this.options = Objects.requireNonNull(options, "options");
        this.random = Objects.requireNonNull(random, "random");
        this.verdicts = new Verdicts(options.types(), random);
        this.runs = new Runs(options.types(), options.maxConcurrentJobs());
        this.clockwork = new Clockwork(random);
        this.heartbeatBackoff = new Backoff(random);
        this.notes = new Notebook(random);
        this.exchanges = new Exchanges(random);
        this.node = freshNode();
    }

    /** The present incarnation. */
    public NodeId node() {
        return node;
    }

    /** Takes an input in at {@code now}, which never goes back, and says what is to be done, in order. */
    public List<Effect> on(Input input, long now) {
        List<Effect> effects = new ArrayList<>();
        if (live && now >= leaseUntil) {
            begin(now, "its lease ran out before the store answered a heartbeat", effects);
        }
        if (input instanceof Input.HeartbeatAnswered answer) {
            heartbeatAnswered(answer, now, effects);
        } else if (input instanceof Input.HeartbeatFailed failure) {
            heartbeatFailed(failure, now);
        } else if (input instanceof Input.ExchangeAnswered answer) {
            exchangeAnswered(answer.request(), answer.result(), now, effects);
        } else if (input instanceof Input.ExchangeFailed failure) {
            if (exchanges.isCurrent(failure.request())) {
                exchanges.failed(now);
            }
        } else if (input instanceof Input.RunEnded end) {
            runEnded(end);
        } else {
            other(input, now, effects);
        }
        if (phase != Phase.ENDED) {
            proceed(now, effects);
        }
        return effects;
    }

    private void other(Input input, long now, List<Effect> effects) {
        if (input instanceof Input.Hinted) {
            claimWanted = true;
        } else if (input instanceof Input.Urged) {
            claimWanted = true;
            nextHeartbeat = Long.MIN_VALUE;
            nextRescue = Long.MIN_VALUE;
            clockwork.urge();
        } else if (input instanceof Input.Noted noted) {
            int dropped = notes.add(noted.notes());
            if (dropped > 0) {
                effects.add(new Effect.Report(dropped + " log lines of jobs were dropped, the store does not keep up"));
            }
        } else if (input instanceof Input.NotesAnswered answer && answer.node().equals(node)) {
            notes.answered();
        } else if (input instanceof Input.NotesFailed failure && failure.node().equals(node)) {
            notes.failed(failure.notes(), now);
        } else if (input instanceof Input.RescueAnswered answer) {
            rescueAway = false;
            nextRescue =
                    answer.jobs() >= RESCUE_BATCH ? now : now + options.lease().toNanos() / 3;
            claimWanted |= answer.jobs() > 0;
        } else if (input instanceof Input.RescueFailed) {
            rescueAway = false;
            nextRescue = now + options.heartbeat().toNanos();
        } else if (input instanceof Input.DueRead read) {
            clockwork.due(read.due(), now, effects);
        } else if (input instanceof Input.TicksAnswered answer) {
            clockwork.ticked(answer.passed(), now);
            claimWanted |= answer.passed() > 0;
        } else if (input instanceof Input.SchedulesFailed) {
            clockwork.failed(now);
        } else if (input instanceof Input.DrainAsked && phase == Phase.WORKING) {
            phase = Phase.DRAINING;
            runs.drain(effects);
        } else if (input instanceof Input.DrainExpired && phase == Phase.DRAINING) {
            release(effects);
        } else if (input instanceof Input.LeaveAnswered answer
                && phase == Phase.LEAVING
                && answer.node().equals(node)) {
            phase = Phase.ENDED;
            effects.add(new Effect.Drained());
        }
    }

    /** Ends the present incarnation and begins the next. */
    private void begin(long now, String why, List<Effect> effects) {
        runs.owned().forEach(run -> runs.revoke(run, effects));
        if (phase != Phase.LEAVING) {
            effects.add(new Effect.SendLeave(node));
        }
        effects.add(new Effect.Report("Node " + node + " stops its jobs and begins anew: " + why));
        notes = new Notebook(random);
        exchanges = new Exchanges(random);
        live = false;
        if (phase == Phase.LEAVING) {
            return;
        }
        node = freshNode();
        heartbeatAway = false;
        nextHeartbeat = now;
        claimWanted = true;
    }

    private void heartbeatAnswered(Input.HeartbeatAnswered answer, long now, List<Effect> effects) {
        if (!answer.request().node().equals(node)) {
            return;
        }
        heartbeatAway = false;
        heartbeatBackoff.succeeded();
        HeartbeatResult result = answer.result();
        if (!result.live()) {
            begin(now, "the store has declared it dead", effects);
            return;
        }
        long until = answer.sentAt() + options.lease().toNanos();
        if (until <= now) {
            begin(now, "the answer to its heartbeat took longer than its lease", effects);
            return;
        }
        live = true;
        leaseUntil = until;
        effects.add(new Effect.ExtendLease(until));
        nextHeartbeat = answer.sentAt() + options.heartbeat().toNanos();
        Map<JobId, Long> unsettled = exchanges.unsettled();
        for (JobId job : result.lost()) {
            if (!unsettled.containsKey(job)) {
                runs.revoke(job, effects);
            }
        }
        result.cancelRequested().forEach(job -> runs.cancel(job, now, effects));
    }

    private void heartbeatFailed(Input.HeartbeatFailed failure, long now) {
        if (failure.request().node().equals(node)) {
            heartbeatAway = false;
            heartbeatBackoff.failed(now);
            nextHeartbeat = heartbeatBackoff.until();
        }
    }

    private void exchangeAnswered(Exchange request, ExchangeResult result, long now, List<Effect> effects) {
        if (!exchanges.isCurrent(request)) {
            return;
        }
        exchanges.succeeded();
        reportStale(request, result, effects);
        if (!result.nodeLive()) {
            begin(now, "the store no longer counts it as live", effects);
            return;
        }
        request.claim().ifPresent(claim -> {
            long idle = jittered(options.poll().toNanos());
            nextPoll = now
                    + result.nextDue().map(due -> Math.min(idle, due.toNanos())).orElse(idle);
            claimWanted |= result.claimed().size() >= claim.limit();
        });
        for (ClaimedJob job : result.claimed()) {
            if (phase == Phase.WORKING) {
                runs.start(job, now, effects);
            } else {
                exchanges.settle(new Settlement(job.id(), job.token(), new Verdict.Released()));
            }
        }
    }

    private static void reportStale(Exchange request, ExchangeResult result, List<Effect> effects) {
        for (int i = 0; i < result.settled().size(); i++) {
            if (result.settled().get(i) == Acceptance.STALE) {
                Settlement settlement = request.settlements().get(i);
                effects.add(new Effect.Report("The end of job " + settlement.job() + " under token "
                        + settlement.token() + " was refused: its lease was lost, and it runs or ran elsewhere"));
            }
        }
    }

    private void runEnded(Input.RunEnded end) {
        Run run = runs.end(end.job(), end.token());
        if (run != null && run.isOwned()) {
            exchanges.settle(new Settlement(end.job(), end.token(), verdicts.of(run, end.result())));
        }
    }

    /** Gives back what still runs, without counting an attempt; the handlers are told to stop, and their ends are ignored. */
    private void release(List<Effect> effects) {
        for (Run run : runs.owned()) {
            runs.revoke(run, effects);
            exchanges.settle(new Settlement(run.job().id(), run.job().token(), new Verdict.Released()));
        }
    }

    private void proceed(long now, List<Effect> effects) {
        if (phase != Phase.LEAVING) {
            if (!heartbeatAway && now >= nextHeartbeat) {
                heartbeat(effects);
            }
            if (live) {
                runs.timers(now, effects);
                exchange(now, effects);
                if (phase == Phase.WORKING) {
                    maintain(now, effects);
                }
            }
            leaveIfDone(effects);
        }
        setTimer(now, effects);
    }

    private void heartbeat(List<Effect> effects) {
        Map<JobId, Long> held = new HashMap<>(exchanges.unsettled());
        runs.owned().forEach(run -> held.put(run.job().id(), run.job().token()));
        heartbeatAway = true;
        effects.add(new Effect.SendHeartbeat(
                new Heartbeat(node, options.host(), options.version(), options.lease(), exchanges.through(), held)));
    }

    private void exchange(long now, List<Effect> effects) {
        notes.send(node, now, exchanges.hasWaiting(), effects);
        if (exchanges.isAway() || exchanges.repeat(now, effects)) {
            return;
        }
        Claim claim = claim(now);
        if (exchanges.send(node, claim, notes, effects) && claim != null) {
            claimWanted = false;
        }
    }

    private @Nullable Claim claim(long now) {
        int free = runs.free();
        boolean wanted = claimWanted || exchanges.hasWaiting() || now >= nextPoll;
        if (phase != Phase.WORKING || free < 1 || !wanted || options.types().isEmpty()) {
            return null;
        }
        return new Claim(options.types().keySet(), Math.min(free, Claim.MAX_LIMIT), !runs.hasSuspect());
    }

    private void maintain(long now, List<Effect> effects) {
        if (!rescueAway && now >= nextRescue) {
            rescueAway = true;
            effects.add(new Effect.SendRescue(RESCUE_BATCH));
        }
        clockwork.read(now, effects);
    }

    private void leaveIfDone(List<Effect> effects) {
        boolean quiet = runs.owned().isEmpty() && exchanges.isSettled() && notes.isEmpty();
        if (phase == Phase.DRAINING && (quiet || !live) && !clockwork.isBusy()) {
            phase = Phase.LEAVING;
            effects.add(new Effect.SendLeave(node));
        }
    }

    private void setTimer(long now, List<Effect> effects) {
        long next = heartbeatAway ? Long.MAX_VALUE : nextHeartbeat;
        if (live) {
            next = Math.min(next, leaseUntil);
            next = Math.min(next, Math.min(runs.nextTimer(), notes.nextTimer()));
            next = Math.min(next, exchanges.nextTimer());
            if (phase == Phase.WORKING) {
                next = Math.min(next, rescueAway ? Long.MAX_VALUE : nextRescue);
                next = Math.min(next, clockwork.nextTimer());
                boolean polls = exchanges.isIdle()
                        && runs.free() > 0
                        && !options.types().isEmpty();
                next = Math.min(next, polls ? nextPoll : Long.MAX_VALUE);
            }
        }
        long wake = Math.max(next, now + 1);
        if (wake != timer) {
            timer = wake;
            effects.add(new Effect.WakeAt(wake));
        }
    }

    private long jittered(long nanos) {
        return Math.round(nanos * (0.9 + 0.2 * random.nextDouble()));
    }

    private NodeId freshNode() {
        return NodeId.of(String.format("%016x%08x", random.nextLong(), random.nextInt()));
    }
}
