package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;

/*
 * The lease is the heart of it. A heartbeat that the store took in at its time s keeps the node's jobs from others until
 * s + lease, and s is after the moment at which this node sent it, though rounded down to a millisecond. So the node counts
 * its lease from that moment, by its own elapsed time and a millisecond short, and stops before the store does. When the
 * lease lapses here, or the store says that it is gone, the engine forgets all it holds, tells the handlers to stop, writes
 * nothing more, and registers as a new incarnation; what it held is put back by whoever rescues the old one.
 */
/**
 * The decisions of one node: when to renew its lease, what to claim, start, stop, settle and pass on. Deterministic given its
 * random source; not thread-safe. Times are nanoseconds of one origin, from zero on.
 */
public final class Engine {

    private static final long NOTE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    /** Where in its life an engine is. */
    private enum Phase {
        WORKING,
        DRAINING,
        LEAVING,
        LEFT
    }

    private final Settings settings;
    /** How long a lease is valid here after its heartbeat was sent. */
    private final long leaseHere;

    private final RandomGenerator random;
    private final Outbox out = new Outbox();
    private final Runs runs;
    private final Trades trades;
    private final Upkeep upkeep;
    private final Purges purges;
    private final Lane beats = new Lane(1);
    private final Lane notes = new Lane(1);
    private final Lane leaves = new Lane(1);

    private Phase phase = Phase.WORKING;
    private NodeId node;
    private boolean registered;
    private long leaseUntil = Long.MAX_VALUE;
    private long beatSentAt;
    private long nextBeat;
    private long nextNotes;
    private long drainUntil;
    private long leaveUntil;
    private boolean drainedInTime = true;

    /** An engine that has done nothing yet. */
    public Engine(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.leaseHere = TimeUnit.MILLISECONDS.toNanos(settings.timing().lease().toMillis() - 1);
        this.random = random;
        this.runs = new Runs(settings, new Judge(settings.rules(), random), out);
        this.trades = new Trades(settings, runs, out, random);
        this.upkeep = new Upkeep(settings, out, random);
        this.purges = new Purges(settings.retention(), out, random);
        this.node = freshNode();
    }

    /** The incarnation that it runs under. */
    public NodeId node() {
        return node;
    }

    /**
     * Takes inputs in, in order, and says what follows from all of them.
     *
     * @throws IllegalStateException if one could not be taken in; all others were, and what follows is said next time
     */
    public List<Effect> on(List<? extends Input> inputs, long now) {
        takeAll(inputs, now);
        lapse(now);
        advance(now);
        runs.tellLoad();
        out.add(new Effect.WakeAt(wakeAt(now)));
        return out.take();
    }

    private void takeAll(List<? extends Input> inputs, long now) {
        IllegalStateException failure = null;
        for (Input input : inputs) {
            try {
                if (input instanceof Input.Beaten beaten) {
                    beaten(beaten.sent(), beaten.result(), now);
                    lapse(now);
                } else {
                    lapse(now);
                    take(input, now);
                }
            } catch (RuntimeException | Error e) {
                IllegalStateException next = new IllegalStateException(
                        "node " + node + " could not take a " + input.getClass().getSimpleName() + " in", e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void take(Input input, long now) {
        if (input instanceof Input.Signal signal) {
            signal(signal, now);
        } else if (input instanceof Input.Ended ended) {
            if (runs.ended(ended.run(), ended.outcome(), ended.notes(), now)
                    && ended.outcome() instanceof Outcome.NotStarted) {
                trades.pauseClaims(now);
                out.warn(now, "The executor refused job " + ended.run().job() + "; it is given back");
            }
        } else if (input instanceof Input.Noted noted) {
            runs.noted(noted.run());
        } else if (input instanceof Input.Drain drain) {
            drain(drain.until());
        } else if (input instanceof Input.Failed failed) {
            failed(failed, now);
        } else {
            answer(input, now);
        }
    }

    private void answer(Input input, long now) {
        if (input instanceof Input.Traded traded) {
            boolean mine = trades.answered(traded.sent(), traded.result(), phase == Phase.WORKING, now);
            if (mine && !traded.result().nodeLive()) {
                suspend(now, "the store took its lease for lapsed");
            }
        } else if (input instanceof Input.Rescued rescued) {
            upkeep.rescued(rescued.jobs(), now);
            if (rescued.jobs() > 0) {
                trades.expectWork();
            }
        } else if (input instanceof Input.DueRead read) {
            upkeep.read(read.due(), now);
        } else if (input instanceof Input.Passed passed) {
            if (upkeep.passed(passed.passed())) {
                trades.expectWork();
            }
        } else if (input instanceof Input.Purged purged) {
            purges.answered(purged.jobs(), now);
        } else if (input instanceof Input.Left) {
            leaves.answered();
            finish(now);
        }
    }

    private void signal(Input.Signal signal, long now) {
        switch (signal) {
            case WORK -> trades.expectWork();
            case SCHEDULE -> upkeep.readNow(now);
            case NOTES_WRITTEN -> {
                notes.answered();
                runs.noteEnded(true);
            }
            case LOOK -> {
                beats.retryAt(now);
                nextBeat = now;
                trades.retryNow(now);
                lookAtAll(now);
                purges.lookNow(now);
            }
            case TIME -> {}
        }
    }

    private void lookAtAll(long now) {
        trades.expectWork();
        upkeep.lookNow(now);
    }

    private void beaten(Heartbeat sent, HeartbeatResult result, long now) {
        beats.answered();
        if (!sent.node().equals(node) || phase == Phase.LEFT) {
            return;
        }
        if (!result.live()) {
            suspend(now, "the store declared it dead");
            return;
        }
        if (!registered) {
            registered = true;
            lookAtAll(now);
        }
        leaseUntil = beatSentAt + leaseHere;
        out.add(new Effect.LeaseUntil(leaseUntil));
        trades.reconciled(sent.through(), now);
        runs.lose(result.lost(), sent.held(), now);
        runs.cancel(result.cancelRequested(), now);
    }

    private void lapse(long now) {
        if (registered && now >= leaseUntil && phase != Phase.LEFT) {
            suspend(now, "its lease lapsed before a heartbeat was answered");
        }
    }

    /** Stops everything and starts over as a new incarnation. */
    private void suspend(long now, String why) {
        NodeId lost = node;
        letGo(now);
        trades.forget();
        registered = false;
        leaseUntil = Long.MAX_VALUE;
        nextBeat = now;
        node = freshNode();
        out.add(new Effect.NodeChanged(node));
        out.warn(now, "Node " + lost + " stops its jobs, since " + why + "; it goes on as " + node);
    }

    private void failed(Input.Failed failed, long now) {
        StoreRequest request = failed.request();
        out.warn(now, "The job store failed, and is tried again: " + failed.message());
        if (request instanceof StoreRequest.Beat) {
            beats.failed(now, random);
            nextBeat = now;
        } else if (request instanceof StoreRequest.Trade trade) {
            trades.failed(trade.exchange(), failed.failure(), failed.message(), now);
        } else if (request instanceof StoreRequest.Note) {
            notes.failed(now, random);
            runs.noteEnded(failed.failure() == Input.Failure.REFUSED);
        } else if (request instanceof StoreRequest.Leave) {
            leaves.failed(now, random);
        } else if (request instanceof StoreRequest.Purge) {
            purges.failed(now);
        } else {
            upkeep.failed(now);
        }
    }

    private void drain(long until) {
        if (phase == Phase.WORKING) {
            phase = Phase.DRAINING;
            drainUntil = until;
            runs.stopAll(until);
        }
    }

    private void advance(long now) {
        if (phase == Phase.LEFT) {
            return;
        }
        if (phase == Phase.DRAINING && now >= drainUntil) {
            drainedInTime &= !runs.any(Run::isOpen);
        }
        runs.pass(now);
        advanceDrain(now);
        if (phase == Phase.LEAVING || phase == Phase.LEFT) {
            return;
        }
        if (beats.isFree(now) && now >= nextBeat) {
            nextBeat = now + settings.timing().heartbeat().toNanos();
            beatSentAt = now;
            beats.sent();
            out.add(new StoreRequest.Beat(new Heartbeat(
                    node,
                    settings.host(),
                    settings.version(),
                    settings.timing().lease(),
                    trades.through(now),
                    runs.held())));
        }
        if (registered) {
            advanceNotes(now);
            trades.advance(node, phase == Phase.WORKING, now);
            if (phase == Phase.WORKING) {
                upkeep.advance(now);
                purges.advance(now);
            }
        }
    }

    private void advanceNotes(long now) {
        if (notes.isFree(now) && wantsNotes(now)) {
            nextNotes = now + NOTE_INTERVAL;
            notes.sent();
            out.add(new StoreRequest.Note(runs.takeNoted()));
        }
    }

    /** Notes go out once a second, and before the verdict of their run. */
    private boolean wantsNotes(long now) {
        return runs.hasNoted() && (now >= nextNotes || runs.hasNotedVerdict());
    }

    private void advanceDrain(long now) {
        if (phase == Phase.DRAINING) {
            boolean settled = !runs.any(run -> run.held) && !trades.isPending();
            if (!settled && now < drainUntil + Runs.GRACE) {
                return;
            }
            phase = Phase.LEAVING;
            // However late this step is, the store hears that the jobs are free.
            leaveUntil = Math.max(drainUntil + 2 * Runs.GRACE, now + Runs.GRACE);
            letGo(now);
        }
        if (phase == Phase.LEAVING) {
            boolean unknown = !registered && !beats.isFull();
            if (unknown || now >= leaveUntil) {
                finish(now);
            } else if (registered && leaves.isFree(now)) {
                leaves.sent();
                out.add(new StoreRequest.Leave(node));
            }
        }
    }

    private void finish(long now) {
        if (phase != Phase.LEFT) {
            phase = Phase.LEFT;
            letGo(now);
            out.add(new Effect.Drained(drainedInTime));
        }
    }

    /** Ends every run here before the store may give its job to another node. */
    private void letGo(long now) {
        runs.loseAll(now);
        out.add(new Effect.LeaseUntil(0));
    }

    private long wakeAt(long now) {
        if (phase == Phase.LEFT) {
            return Long.MAX_VALUE;
        }
        long wake = Math.min(runs.wakeAt(), registered ? leaseUntil : Long.MAX_VALUE);
        if (phase != Phase.WORKING) {
            wake = Math.min(wake, nextDrainStep(now));
        }
        if (phase == Phase.LEAVING) {
            return wake;
        }
        wake = Math.min(wake, beats.freeAt(nextBeat));
        if (registered) {
            wake = Math.min(wake, trades.wakeAt(phase == Phase.WORKING, now));
            if (runs.hasNoted()) {
                wake = Math.min(wake, notes.freeAt(nextNotes));
            }
            if (phase == Phase.WORKING) {
                wake = Math.min(wake, Math.min(upkeep.wakeAt(now), purges.wakeAt()));
            }
        }
        return wake;
    }

    private long nextDrainStep(long now) {
        if (phase == Phase.LEAVING) {
            return Math.min(registered ? leaves.freeAt(now) : Long.MAX_VALUE, leaveUntil);
        }
        return now < drainUntil ? drainUntil : drainUntil + Runs.GRACE;
    }

    private NodeId freshNode() {
        return NodeId.of(String.format("n-%016x%016x", random.nextLong(), random.nextLong()));
    }

    /** A duration in nanoseconds, give or take a fifth, so that nodes do not act at once. */
    static long spread(Duration duration, RandomGenerator random) {
        return (long) (duration.toNanos() * (0.8 + 0.4 * random.nextDouble()));
    }
}
