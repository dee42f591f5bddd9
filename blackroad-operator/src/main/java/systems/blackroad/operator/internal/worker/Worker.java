package systems.blackroad.operator.internal.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Settings;
import systems.blackroad.operator.internal.engine.StoreRequest;

/**
 * The shell with threads: one steps the engine and is fed by a mailbox, one renews its lease, at most three make its other
 * store calls, and handlers run on an executor. Thread-safe. The mailbox holds at most two inputs for each run and one for
 * each kind of anything else, so it is bounded and nobody waits to put something in.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    /**
     * For two exchanges, notes, upkeep and a purge, in the order in which they come. With the one for heartbeats they are as many
     * as a node has connections by default, so that heartbeats compete for one with the application's own calls alone.
     */
    private static final int STORE_THREADS = 3;

    private static final int OTHER_INPUTS = 64;
    /** How long a step that failed keeps timers from the next. */
    private static final long STEP_PAUSE = TimeUnit.SECONDS.toNanos(1);
    /** How long a stop waits for the engine's thread, and then for store calls. */
    private static final long STOP_MARGIN = TimeUnit.SECONDS.toNanos(1);
    /** How long a drain may take beyond its limit: the engine's own grace, and a store call's timeout. */
    private static final long DRAIN_MARGIN = TimeUnit.SECONDS.toNanos(10);

    private final JobStore store;
    private final int slots;
    private final Node node;
    private final InlineRunner inline;
    private final BlockingQueue<Input> mailbox;
    private final @Nullable Executor given;
    private final Settings settings;
    private final AtomicBoolean workTold = new AtomicBoolean();
    private final AtomicBoolean scheduleTold = new AtomicBoolean();
    private volatile boolean ended;

    /** What {@link #start()} made; written by it alone, before its threads begin. */
    private volatile @Nullable Threads threads;

    /** What runs once the worker is started. */
    private record Threads(
            ExecutorService leases,
            ExecutorService store,
            Executor handlers,
            @Nullable ExecutorService ownHandlers,
            Thread engine) {}

    /** A worker that does nothing yet. */
    public Worker(Parts parts, Map<String, JobType<?>> types, @Nullable Executor executor) {
        this.store = parts.store();
        this.settings = parts.settings();
        this.slots = settings.slots();
        this.node = new Node(parts, types);
        this.inline = new InlineRunner(node);
        this.mailbox = new LinkedBlockingQueue<>(3 * slots + OTHER_INPUTS);
        this.given = executor;
    }

    /** The incarnation it runs under. */
    public NodeId id() {
        return node.id();
    }

    /** How many handlers run, as of the engine's last step. */
    public OperatorLoad load() {
        return node.load();
    }

    /** Does everything that is due now on the calling thread, and returns how many handlers ran; not once started. */
    public int runDue() {
        return inline.runDue();
    }

    /** Starts the threads; once. */
    public void start() {
        inline.end();
        ExecutorService own = given == null ? HandlerThreads.forHandlers(slots) : null;
        Thread engine = new Thread(this::work, "blackroad-operator-" + NUMBERS.incrementAndGet());
        engine.setDaemon(true);
        threads = new Threads(
                HandlerThreads.bounded(1, OTHER_INPUTS, engine.getName() + "-lease-"),
                HandlerThreads.bounded(STORE_THREADS, OTHER_INPUTS, engine.getName() + "-store-"),
                own == null ? requireGiven() : own,
                own,
                engine);
        engine.start();
    }

    private Executor requireGiven() {
        if (given == null) {
            throw new IllegalStateException("a worker needs an executor");
        }
        return given;
    }

    /** Tells it that jobs may be claimable. */
    public void expectWork() {
        if (threads != null && !ended && workTold.compareAndSet(false, true)) {
            tell(Input.Signal.WORK);
        }
    }

    /** Tells it that a schedule was put. */
    public void expectTick() {
        if (threads != null && !ended && scheduleTold.compareAndSet(false, true)) {
            tell(Input.Signal.SCHEDULE);
        }
    }

    /** Begins to drain; the first limit counts. */
    public void drain(long limitNanos) {
        if (threads == null) {
            leaveInline();
        } else if (!ended) {
            tell(new Input.Drain(node.elapsed().now() + limitNanos));
        }
    }

    private void leaveInline() {
        try {
            inline.leave();
        } catch (RuntimeException e) {
            LOG.warn("Node {} could not leave; its lease lapses by itself", node.id(), e);
        } finally {
            node.drained().complete(false);
        }
    }

    /** Waits for the end of a drain; returns whether every handler ended in its time. */
    public boolean awaitDrained(long limitNanos) {
        try {
            return node.drained().get(limitNanos + DRAIN_MARGIN, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Node {} did not finish draining; its lease lapses by itself", node.id());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a drain never ends this way", e);
        }
    }

    /** Ends the threads without waiting for handlers, but for at most three seconds for what is still said to the store. */
    public void stop() {
        ended = true;
        Threads started = threads;
        if (started == null) {
            return;
        }
        mailbox.offer(Input.Signal.TIME);
        started.leases().shutdown();
        started.store().shutdown();
        if (started.ownHandlers() != null) {
            started.ownHandlers().shutdownNow();
        }
        try {
            if (Thread.currentThread() != started.engine()) {
                started.engine().join(TimeUnit.NANOSECONDS.toMillis(STOP_MARGIN));
                boolean quiet = started.store().awaitTermination(STOP_MARGIN, TimeUnit.NANOSECONDS)
                        && started.leases().awaitTermination(STOP_MARGIN, TimeUnit.NANOSECONDS);
                LOG.debug("Node {} stopped, store calls ended: {}", node.id(), quiet);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Input input) {
        if (!mailbox.offer(input) && !ended) {
            throw new IllegalStateException(
                    "the mailbox of node " + node.id() + " holds more than its " + mailbox.size() + " inputs");
        }
    }

    private void hinted(Set<String> queues) {
        if (settings.concerns(queues)) {
            expectWork();
        }
    }

    private void work() {
        HintSubscription hints = null;
        try {
            hints = subscribe();
            LOG.info("Node {} started, {} jobs at once", node.id(), slots);
            loop();
        } finally {
            ended = true;
            if (hints != null) {
                hints.close();
            }
            LOG.info("Node {} stopped", node.id());
        }
    }

    private @Nullable HintSubscription subscribe() {
        try {
            return store.hints(this::hinted);
        } catch (RuntimeException | Error e) {
            LOG.warn("The job store gives no hints; jobs of other nodes are found by polling", e);
            return null;
        }
    }

    private void loop() {
        List<Input> inputs = new ArrayList<>();
        long wakeAt = 0;
        while (!ended && !node.drained().isDone()) {
            inputs.clear();
            try {
                Input first = mailbox.poll(Math.max(0, wakeAt - node.elapsed().now()), TimeUnit.NANOSECONDS);
                inputs.add(first == null ? Input.Signal.TIME : first);
                mailbox.drainTo(inputs);
                rearm(inputs);
                wakeAt = node.step(inputs, this::call, this::run);
            } catch (InterruptedException e) {
                LOG.debug("Node {} was interrupted, and goes on", node.id(), e);
            } catch (RuntimeException | Error e) {
                LOG.error("Node {} failed in a step, and goes on in a second", node.id(), e);
                wakeAt = node.elapsed().now() + STEP_PAUSE;
            }
        }
    }

    /** Hints that come from now on are news again. */
    private void rearm(List<Input> inputs) {
        for (Input input : inputs) {
            if (input == Input.Signal.WORK) {
                workTold.set(false);
            } else if (input == Input.Signal.SCHEDULE) {
                scheduleTold.set(false);
            }
        }
    }

    private void call(StoreRequest request) {
        boolean lease = request instanceof StoreRequest.Beat || request instanceof StoreRequest.Leave;
        Threads started = threads;
        if (started == null
                || !HandlerThreads.tryExecute(
                        lease ? started.leases() : started.store(),
                        () -> tell(node.calls().call(request)))) {
            tell(new Input.Failed(request, Input.Failure.UNAVAILABLE, "this operator is closing"));
        }
    }

    private void run(ClaimedJob job) {
        RunTask task = node.task(job, this::tell);
        Threads started = threads;
        if (started == null || !HandlerThreads.tryExecute(started.handlers(), task)) {
            task.refuse();
        }
    }
}
