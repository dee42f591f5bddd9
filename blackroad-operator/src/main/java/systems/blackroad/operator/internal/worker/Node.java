package systems.blackroad.operator.internal.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Engine;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** The engine with what its effects act upon. Stepped by one thread at a time; the other methods are thread-safe. */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Engine engine;
    private final Elapsed elapsed;
    private final RunTasks tasks;
    private final StoreCalls calls;
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private volatile NodeId id;
    private volatile OperatorLoad load;

    Node(Parts parts, Map<String, JobType<?>> types) {
        this.engine = new Engine(parts.settings(), parts.random());
        this.elapsed = new Elapsed(parts.ticker());
        this.tasks = new RunTasks(types, parts.codec(), elapsed);
        this.calls = new StoreCalls(parts.store(), tasks);
        this.id = engine.node();
        this.load = new OperatorLoad(parts.settings().slots(), 0, 0);
    }

    NodeId id() {
        return id;
    }

    OperatorLoad load() {
        return load;
    }

    Elapsed elapsed() {
        return elapsed;
    }

    StoreCalls calls() {
        return calls;
    }

    /** Whether every handler ended in time, once the drain is over. */
    CompletableFuture<Boolean> drained() {
        return drained;
    }

    RunTask task(ClaimedJob job, RunTask.Listener listener) {
        return tasks.add(job, listener);
    }

    /**
     * Lets the engine take inputs in, and does what follows.
     *
     * @param store where store requests go
     * @param starter where jobs to start go
     * @return when to step again at the latest, in elapsed nanoseconds
     */
    long step(List<Input> inputs, Consumer<StoreRequest> store, Consumer<ClaimedJob> starter) {
        long wakeAt = Long.MAX_VALUE;
        for (Effect effect : engine.on(inputs, elapsed.now())) {
            if (effect instanceof StoreRequest request) {
                store.accept(request);
            } else if (effect instanceof Effect.Start start) {
                starter.accept(start.job());
            } else if (effect instanceof Effect.WakeAt wake) {
                wakeAt = wake.at();
            } else {
                apply(effect);
            }
        }
        return wakeAt;
    }

    private void apply(Effect effect) {
        if (effect instanceof Effect.Stop stop) {
            tasks.stop(stop);
        } else if (effect instanceof Effect.Forget forget) {
            tasks.remove(forget.run());
        } else if (effect instanceof Effect.LeaseUntil lease) {
            elapsed.leaseUntil(lease.at());
        } else if (effect instanceof Effect.NodeChanged changed) {
            id = changed.node();
        } else if (effect instanceof Effect.LoadChanged changed) {
            load = changed.load();
        } else if (effect instanceof Effect.Warn warning) {
            LOG.warn("{}", warning.text());
        } else if (effect instanceof Effect.Drained end) {
            drained.complete(end.complete());
        }
    }
}
