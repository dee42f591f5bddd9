package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Engine;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Outcome;
import systems.blackroad.operator.internal.engine.RunKey;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** One process: an engine, the handlers that run there, and a wall clock that nobody should look at. */
final class SimNode {

    private final Cluster cluster;
    private final Timeline timeline;
    private final Random random;
    private final String name;
    /** Whether its elapsed time stands still during pauses. */
    private final boolean sleeps;

    private final Wire wire;
    private final Engine engine;
    private final Set<RunKey> running = new LinkedHashSet<>();
    private final Set<RunKey> suspects = new HashSet<>();
    private final Set<RunKey> lost = new HashSet<>();

    private boolean dead;
    private boolean draining;
    private long pausedFrom;
    private long pausedUntil;
    /** How long earlier pauses were. */
    private long slept;

    private long leaseUntil;
    private long wakeVersion;
    /** For what must have no consequences, so that it does not change what else is drawn. */
    private final Random wallClock;

    private Duration wallClockAhead = Duration.ZERO;

    /**
     * A process that does nothing yet.
     *
     * @param queues the queues that it serves, or none for all
     * @param defect what is wrong with it, if that is a defect of nodes, or null
     */
    SimNode(Cluster cluster, String name, Set<QueueName> queues, @Nullable Defect defect) {
        this.cluster = cluster;
        this.timeline = cluster.timeline();
        this.random = cluster.random();
        this.name = name;
        this.sleeps = defect == Defect.SLEEPS_WITH_ITS_NODE;
        this.wire = new Wire(defect);
        this.wallClock = new Random(name.hashCode());
        this.engine = new Engine(Cluster.settings(queues), new Random(random.nextLong()));
    }

    boolean isDead() {
        return dead;
    }

    /** How far the wall clock is ahead of the store's, or behind it; it jumps now and then. */
    Duration wallClockAhead() {
        if (wallClock.nextInt(5) == 0) {
            wallClockAhead = Duration.ofSeconds(wallClock.nextInt(240) - 120);
        }
        return wallClockAhead;
    }

    /** Tells the engine, as soon as the process is not paused. */
    void tell(Input input) {
        whenAwake(() -> step(input));
    }

    private void whenAwake(Runnable action) {
        if (dead) {
            return;
        }
        if (timeline.now() < pausedUntil) {
            timeline.at(pausedUntil, () -> whenAwake(action));
        } else {
            action.run();
        }
    }

    /** How far the process's own clock for durations is. */
    private long elapsed() {
        long now = timeline.now();
        return sleeps ? now - slept - Math.max(0, Math.min(now, pausedUntil) - pausedFrom) : now;
    }

    private void step(Input input) {
        for (Effect effect : engine.on(List.of(wire.receive(input)), elapsed())) {
            if (dead) {
                return;
            }
            cluster.trace().add(timeline.now(), name, effect);
            if (effect instanceof StoreRequest request) {
                cluster.network().send(this, wire.send(request, running.size(), elapsed()));
            } else if (effect instanceof Effect.Start start) {
                start(start.job());
            } else if (effect instanceof Effect.Stop stop) {
                stop(stop);
            } else if (effect instanceof Effect.Forget forget) {
                wire.forgotten(forget.run());
            } else if (effect instanceof Effect.WakeAt wake) {
                wake(wake.at());
            } else if (effect instanceof Effect.LeaseUntil lease) {
                leaseUntil = lease.at();
            } else if (effect instanceof Effect.NodeChanged) {
                wire.startOver();
                cluster.suspended();
            } else if (effect instanceof Effect.Drained) {
                dead = true;
                cluster.replace(1000);
            }
        }
    }

    private void wake(long at) {
        long version = ++wakeVersion;
        if (at < Long.MAX_VALUE) {
            Promise.EVERY_JOB_ENDS.require(
                    at > elapsed(), "engine %s is free to act at %s, and waits for %s", name, elapsed(), at);
            timeline.at(at + timeline.now() - elapsed(), () -> {
                if (version == wakeVersion) {
                    tell(Input.Signal.TIME);
                }
            });
        }
    }

    private void start(ClaimedJob job) {
        RunKey key = new RunKey(job.id(), job.token());
        running.add(key);
        wire.started(key);
        if (job.suspect()) {
            Promise.SUSPECTS_ALONE.require(suspects.isEmpty(), "%s starts beside %s on %s", key, suspects, name);
            suspects.add(key);
        }
        Promise.ONE_HANDLER.require(elapsed() < leaseUntil, "%s starts at %s without a lease", key, name);
        Behaviour behaviour = cluster.behaviour(key.job());
        if (behaviour == Behaviour.KILLS) {
            timeline.later(random.nextInt(500), this::die);
            return;
        }
        if (behaviour == Behaviour.STALLS) {
            pause(10_000 + random.nextInt(4000));
        }
        long length = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(1500);
        if (cluster.plan().quick()) {
            length /= 100;
        }
        timeline.later(length, () -> end(key, random.nextInt(100) < 25));
    }

    /** Some handlers stop when they are told to, others return all the same; most have to be interrupted, and few resist. */
    private void stop(Effect.Stop stop) {
        if (stop.lost()) {
            lost.add(stop.run());
        }
        if (stop.interrupt()) {
            timeline.later(random.nextInt(5) == 0 ? 15_000 : 5, () -> end(stop.run(), true));
        } else if (heeds(cluster.behaviour(stop.run().job())) && random.nextInt(3) == 0) {
            timeline.later(random.nextInt(300), () -> end(stop.run(), random.nextInt(3) > 0));
        }
    }

    private static boolean heeds(Behaviour behaviour) {
        return behaviour == Behaviour.ORDINARY || behaviour == Behaviour.UNWRITABLE;
    }

    private void end(RunKey key, boolean fails) {
        whenAwake(() -> {
            if (running.remove(key)) {
                lost.remove(key);
                suspects.remove(key);
                wire.ended(elapsed());
                Outcome outcome = fails ? new Outcome.Threw("planned") : new Outcome.Returned(result(key.token()));
                step(new Input.Ended(key, outcome, random.nextBoolean()));
            }
        });
    }

    /** What the handler of every run returns. */
    static Payload result(long token) {
        return Payload.ofJson(Cluster.TYPE, 1, Long.toString(token));
    }

    void pause(long millis) {
        long now = timeline.now();
        if (now >= pausedUntil) {
            slept += pausedUntil - pausedFrom;
            pausedFrom = now;
        }
        pausedUntil = Math.max(pausedUntil, now + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    void drain(long millis) {
        if (!draining) {
            draining = true;
            tell(new Input.Drain(elapsed() + TimeUnit.MILLISECONDS.toNanos(millis)));
        }
    }

    void die() {
        if (!dead) {
            List<JobId> orphans = valid();
            dead = true;
            cluster.died(orphans);
        }
    }

    /** The jobs whose handlers may act here now, as far as this process can tell. */
    List<JobId> valid() {
        return dead || elapsed() >= leaseUntil
                ? List.of()
                : running.stream()
                        .filter(key -> !lost.contains(key))
                        .map(RunKey::job)
                        .toList();
    }

    /** Whether its lease was taken since {@code moment}. */
    boolean hasLeaseSince(long moment) {
        return leaseUntil - Cluster.SETTINGS.timing().lease().toNanos() >= moment;
    }
}
