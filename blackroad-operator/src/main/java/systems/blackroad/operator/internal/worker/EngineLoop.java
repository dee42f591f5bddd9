package systems.blackroad.operator.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Engine;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.RunResult;

/**
 * The engine's own thread: takes inputs from a mailbox and hands the effects to the store calls and the handlers. The mailbox
 * has room for every answer that can be under way, so that nobody waits for it long; hints share one place.
 */
final class EngineLoop {

    private static final int ROOM = 4096;
    /** The most kinds of request that the engine has away at once, so that none waits for another. */
    private static final int KINDS = 8;

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    private final Engine engine;
    private final StoreCalls calls;
    private final Handlers handlers;
    private final LongSupplier ticker;
    private final Reports reports;
    private final BlockingQueue<Input> mailbox = new ArrayBlockingQueue<>(ROOM);
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final ExecutorService storeThreads = Workers.executor("operator-store", KINDS);
    private final ExecutorService handlerThreads;
    private final boolean ownsHandlerThreads;
    private final Thread thread;
    private volatile boolean stopped;
    private long wakeAt = Long.MIN_VALUE;

    EngineLoop(
            Engine engine,
            StoreCalls calls,
            Handlers handlers,
            LongSupplier ticker,
            Reports reports,
            @Nullable ExecutorService executor,
            int slots) {
        this.engine = engine;
        this.calls = calls;
        this.handlers = handlers;
        this.ticker = ticker;
        this.reports = reports;
        this.ownsHandlerThreads = executor == null;
        this.handlerThreads = executor == null ? Workers.executor("job", slots) : executor;
        this.thread = Workers.daemons("blackroad-operator-").newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Lets the engine look for jobs soon; many calls are as one. */
    void hint() {
        if (!hinted.getAndSet(true)) {
            boolean taken = mailbox.offer(new Input.Hinted());
            if (!taken) {
                hinted.set(false);
            }
        }
    }

    /** Asks for a drain, waits, and then takes back what still runs; returns whether everything had ended in time. */
    boolean drain(Duration limit, Duration afterwards) throws InterruptedException {
        mailbox.put(new Input.DrainAsked());
        boolean inTime = drained.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (!inTime) {
            mailbox.put(new Input.DrainExpired());
            if (!drained.await(afterwards.toNanos(), TimeUnit.NANOSECONDS)) {
                reports.warn("The operator ends without an answer of the job store; its leases will lapse");
            }
        }
        return inTime;
    }

    /** Stops the threads, at once; what the engine knows is lost, as it may be at any time. */
    void stop() {
        stopped = true;
        thread.interrupt();
        storeThreads.shutdownNow();
        if (ownsHandlerThreads) {
            handlerThreads.shutdownNow();
        }
    }

    private void run() {
        Input next = new Input.Woken();
        while (!stopped) {
            try {
                List<LeaseNote> said = handlers.takeNotes();
                if (!said.isEmpty()) {
                    feed(new Input.Noted(said));
                }
                feed(next);
                long wait = Math.min(LONGEST_WAIT, Math.max(0, wakeAt - ticker.getAsLong()));
                Input received = mailbox.poll(wait, TimeUnit.NANOSECONDS);
                next = received == null ? new Input.Woken() : received;
                if (next instanceof Input.Hinted) {
                    hinted.set(false);
                }
            } catch (InterruptedException e) {
                if (!stopped) {
                    reports.warn("The engine's thread was interrupted by somebody else; it goes on");
                }
                next = new Input.Woken();
            } catch (RuntimeException e) {
                reports.warn("The engine failed at " + next.getClass().getSimpleName() + ", and goes on: " + e);
                next = new Input.Woken();
            }
        }
    }

    private void feed(Input input) {
        for (Effect effect : engine.on(input, ticker.getAsLong())) {
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.WakeAt wake) {
            wakeAt = wake.time();
        } else if (effect instanceof Effect.StartRun start) {
            start(start.job());
        } else if (effect instanceof Effect.CancelRun cancel) {
            handlers.cancel(cancel.job(), cancel.token());
        } else if (effect instanceof Effect.InterruptRun interrupt) {
            handlers.interrupt(interrupt.job(), interrupt.token());
        } else if (effect instanceof Effect.RevokeRun revoke) {
            handlers.revoke(revoke.job(), revoke.token());
        } else if (effect instanceof Effect.ExtendLease extend) {
            handlers.extendLease(extend.until());
        } else if (effect instanceof Effect.Report report) {
            reports.warn(report.text());
        } else if (effect instanceof Effect.Drained) {
            drained.countDown();
        } else {
            storeThreads.execute(() -> deliver(calls.perform(effect)));
        }
    }

    private void start(ClaimedJob job) {
        handlers.announce(job);
        try {
            handlerThreads.execute(() -> deliver(handlers.run(job)));
        } catch (RejectedExecutionException e) {
            String error = "the executor of this node refused the job: " + e.getMessage();
            if (!mailbox.offer(new Input.RunEnded(job.id(), job.token(), new RunResult.Threw(error)))) {
                reports.warn("Job " + job.id() + " occupies a slot until this node's lease ends: " + error);
            }
        }
    }

    private void deliver(@Nullable Input input) {
        if (input != null && !stopped) {
            try {
                mailbox.put(input);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
