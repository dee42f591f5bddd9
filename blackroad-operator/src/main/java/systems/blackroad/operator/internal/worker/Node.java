package systems.blackroad.operator.internal.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.runtime.JobRegistry;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Engine;
import systems.blackroad.operator.internal.engine.EngineOptions;
import systems.blackroad.operator.internal.engine.Input;

/**
 * An engine with what surrounds it: either the loop with its threads, or the caller's own thread. Thread-safe; its lock guards
 * the passage from one state to the next and is held while {@link #runDueJobs()} works.
 */
public final class Node extends Jobs implements Operator {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration GIVE_BACK_LIMIT = Duration.ofSeconds(2);

    private final JobStore store;
    private final EngineOptions options;
    private final Outside outside;
    private final Engine engine;
    private final Reports reports;
    private final StoreCalls calls;
    private final Handlers handlers;
    private final Object lock = new Object();
    /** Written under the lock. */
    private volatile State state = State.NEW;

    private @Nullable EngineLoop loop;
    private @Nullable HintSubscription hints;

    private enum State {
        NEW,
        MANUAL,
        RUNNING,
        DRAINING,
        DRAINED,
        CLOSED
    }

    /** A node that does nothing yet. */
    public Node(JobStore store, PayloadCodec codec, EngineOptions options, Outside outside) {
        super(store, codec, () -> freshId(outside.random()));
        this.store = store;
        this.options = options;
        this.outside = outside;
        this.engine = new Engine(options, outside.random());
        this.reports = new Reports(outside.ticker());
        this.calls = new StoreCalls(store, outside.ticker(), reports);
        this.handlers = new Handlers(options.types(), codec, outside.ticker());
    }

    private static JobId freshId(RandomGenerator random) {
        synchronized (random) {
            return JobId.of(String.format("%016x%016x", random.nextLong(), random.nextLong()));
        }
    }

    @Override
    public JobRegistry registry() {
        return new JobRegistry() {
            @Override
            public Optional<JobType<?>> find(String name) {
                return Optional.ofNullable(options.types().get(name));
            }

            @Override
            public Collection<JobType<?>> types() {
                return options.types().values();
            }
        };
    }

    @Override
    public NodeId node() {
        return engine.node();
    }

    @Override
    public void start() {
        synchronized (lock) {
            require(State.NEW, "started");
            EngineLoop started = new EngineLoop(
                    engine,
                    calls,
                    handlers,
                    outside.ticker(),
                    reports,
                    outside.executor(),
                    options.maxConcurrentJobs());
            hints = store.hints(queues -> started.hint());
            started.start();
            loop = started;
            state = State.RUNNING;
        }
    }

    @Override
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public int runDueJobs() {
        synchronized (lock) {
            if (state != State.MANUAL) {
                require(State.NEW, "run by hand");
                state = State.MANUAL;
            }
            calls.takeFailure();
            int runs = runInputs(new Input.Urged());
            RuntimeException failure = calls.takeFailure();
            if (failure != null) {
                throw failure;
            }
            return runs;
        }
    }

    /** Feeds the engine, and whatever answers come of it, on this thread, until there are none. */
    private int runInputs(Input first) {
        int runs = 0;
        Deque<Input> inputs = new ArrayDeque<>(List.of(first));
        while (!inputs.isEmpty()) {
            Input input = inputs.remove();
            if (input instanceof Input.RunEnded) {
                runs++;
            }
            List<LeaseNote> said = handlers.takeNotes();
            if (!said.isEmpty()) {
                carryOut(new Input.Noted(said), inputs);
            }
            carryOut(input, inputs);
        }
        return runs;
    }

    private void carryOut(Input input, Deque<Input> answers) {
        for (Effect effect : engine.on(input, outside.ticker().getAsLong())) {
            if (effect instanceof Effect.StartRun start) {
                answers.add(handlers.run(start.job()));
            } else if (effect instanceof Effect.ExtendLease extend) {
                handlers.extendLease(extend.until());
            } else if (effect instanceof Effect.Report report) {
                reports.warn(report.text());
            } else {
                Input answer = calls.perform(effect);
                if (answer != null) {
                    answers.add(answer);
                }
            }
        }
    }

    @Override
    public boolean drain(Duration limit) {
        if (limit.isNegative() || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("limit must be PT0S to PT24H, got " + limit);
        }
        synchronized (lock) {
            boolean inTime = true;
            if (state == State.RUNNING && loop != null) {
                state = State.DRAINING;
                inTime = drain(loop, limit);
            } else if (state == State.MANUAL) {
                runInputs(new Input.DrainAsked());
            }
            if (state != State.CLOSED) {
                state = State.DRAINED;
            }
            return inTime;
        }
    }

    private boolean drain(EngineLoop running, Duration limit) {
        try {
            if (hints != null) {
                hints.close();
            }
            return running.drain(limit, GIVE_BACK_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            running.stop();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            drain(CLOSE_LIMIT);
            state = State.CLOSED;
        }
    }

    private void require(State expected, String what) {
        if (state != expected) {
            throw new IllegalStateException(
                    "the operator cannot be " + what + ", it is " + state + "; build another one");
        }
    }
}
