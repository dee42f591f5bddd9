package systems.blackroad.operator.internal.worker;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NonRetryableException;
import systems.blackroad.api.job.RetryException;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Outcome;
import systems.blackroad.operator.internal.engine.RunKey;

/** One run of one handler, and the context that the handler sees. Thread-safe. */
final class RunTask implements Runnable, JobContext {

    private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);
    private static final int MAX_CAUSES = 5;
    private static final int MAX_ERROR_LENGTH = 4096;
    /** Made before memory may be short. */
    private static final Outcome UNTOLD = new Outcome.Threw("it threw what could not be written down");

    /** Hears what a run has to tell the engine; must not block. */
    interface Listener {
        void tell(Input input);
    }

    private final ClaimedJob job;
    private final JobType<?> type;
    private final PayloadCodec codec;
    private final Elapsed elapsed;
    private final Listener listener;
    private final RunKey key;
    private final RunNotes notes;

    private final Object stopping = new Object();
    /** The thread of the handler, while it runs; guarded by {@link #stopping}, so that no later task is interrupted. */
    private @Nullable Thread thread;
    /** Whether the handler is to be interrupted; guarded by {@link #stopping}. */
    private boolean interrupted;

    private volatile boolean cancelled;
    private volatile boolean lost;

    RunTask(ClaimedJob job, JobType<?> type, PayloadCodec codec, Elapsed elapsed, Listener listener) {
        this.job = job;
        this.type = type;
        this.codec = codec;
        this.elapsed = elapsed;
        this.listener = listener;
        this.key = new RunKey(job.id(), job.token());
        this.notes = new RunNotes(key);
    }

    RunKey key() {
        return key;
    }

    RunNotes notes() {
        return notes;
    }

    void stop(boolean interrupt, boolean leaseLost) {
        cancelled = true;
        lost |= leaseLost;
        synchronized (stopping) {
            interrupted |= interrupt;
            if (interrupted && thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Runs the handler; whatever it throws, the engine is told, since the run keeps its slot until then. */
    @Override
    public void run() {
        Outcome outcome;
        try {
            outcome = isLeaseValid() ? outcome() : new Outcome.TooLate();
        } catch (Throwable e) {
            // Words for what was thrown could not be found, or not be kept for lack of memory; more would fail as well.
            outcome = UNTOLD;
        }
        listener.tell(new Input.Ended(key, outcome, !notes.isEmpty()));
    }

    /** Tells the engine that the executor did not take it. */
    void refuse() {
        listener.tell(new Input.Ended(key, new Outcome.NotStarted(), false));
    }

    private Outcome outcome() {
        try {
            begin();
            return handle(type);
        } catch (InterruptedException e) {
            return threw(e);
        } catch (Throwable e) {
            if (isFailure(e)) {
                log(e);
            }
            return threw(e);
        } finally {
            end();
        }
    }

    private void begin() {
        synchronized (stopping) {
            thread = Thread.currentThread();
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /** Lets go of the thread; one that belongs to a pool goes on without our interrupt. */
    private void end() {
        synchronized (stopping) {
            if (interrupted && thread != null) {
                Thread.interrupted();
            }
            thread = null;
        }
    }

    private <P> Outcome handle(JobType<P> known) throws Exception {
        if (job.payload().version() > known.payloadVersion()) {
            return new Outcome.Threw("payload version " + job.payload().version() + " of type " + known.name()
                    + " is newer than version " + known.payloadVersion() + ", which this node knows");
        }
        P payload;
        try {
            payload = codec.decode(job.payload().bytes(), known.payloadClass());
        } catch (RuntimeException e) {
            LOG.warn("The payload of job {} ({}) cannot be read", job.id(), known.name(), e);
            return new Outcome.Unreadable(describe(e));
        }
        Object result = known.handler().run(payload, this);
        return result == null ? new Outcome.Returned(null) : encoded(known, result);
    }

    private Outcome encoded(JobType<?> known, Object result) {
        byte[] data;
        try {
            data = codec.encode(result);
        } catch (BlackRoadException e) {
            LOG.warn("The result of job {} ({}) cannot be written", job.id(), known.name(), e);
            return new Outcome.Threw("its result cannot be written: " + describe(e));
        }
        if (data.length > NewJob.MAX_PAYLOAD_BYTES) {
            return new Outcome.Threw("its result must be at most " + NewJob.MAX_PAYLOAD_BYTES + " bytes, got "
                    + data.length + "; keep large data elsewhere and return its key");
        }
        return new Outcome.Returned(Payload.of(known.name(), known.payloadVersion(), data));
    }

    /** What is to become of the job: as the handler said, or else its policy. */
    private Outcome threw(Throwable thrown) {
        String error = describe(thrown);
        if (thrown instanceof RetryException retry) {
            return new Outcome.Retry(error, retry.due());
        }
        if (thrown instanceof NonRetryableException) {
            return new Outcome.NoRetry(error);
        }
        return type.retry() instanceof RetryPolicy.Custom custom
                        && job.attempt() < job.maxAttempts()
                        && isItsOwn(thrown)
                ? asked(custom.backoff(), thrown, error)
                : new Outcome.Threw(error);
    }

    /** Whether it is the handler's failure, and not that of whoever interrupted it, or took its job. */
    private boolean isItsOwn(Throwable thrown) {
        synchronized (stopping) {
            return !lost && !(interrupted && thrown instanceof InterruptedException);
        }
    }

    private Outcome asked(RetryPolicy.Backoff backoff, Throwable thrown, String error) {
        try {
            Optional<Duration> delay = backoff.delayAfter(job.attempt(), thrown);
            return delay.isEmpty() ? new Outcome.NoRetry(error) : new Outcome.Retry(error, Due.after(delay.get()));
        } catch (RuntimeException | Error e) {
            LOG.warn("The retry policy of job type {} failed; the default delay is taken", type.name(), e);
            return new Outcome.Threw(error + "; its retry policy failed: " + describe(e));
        }
    }

    /** Whether someone may want to know more of it than the job keeps: not of a retry that the handler chose by itself. */
    static boolean isFailure(Throwable thrown) {
        return !(thrown instanceof RetryException retry) || retry.getCause() != null;
    }

    /** What an application throws may throw in turn when it is written down. */
    private void log(Throwable thrown) {
        try {
            LOG.info("Attempt {} of job {} ({}) failed", job.attempt(), job.id(), type.name(), thrown);
        } catch (RuntimeException | Error e) {
            LOG.info(
                    "Attempt {} of job {} ({}) failed by a {}, which cannot be written down",
                    job.attempt(),
                    job.id(),
                    type.name(),
                    thrown.getClass().getName());
        }
    }

    /** What was thrown, and by what that was caused; without the character that databases refuse in text. */
    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        try {
            text.append(thrown);
            Throwable cause = thrown.getCause();
            for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
                text.append("; caused by ").append(cause);
                cause = cause.getCause();
            }
        } catch (RuntimeException | Error e) {
            text.append(text.isEmpty() ? thrown.getClass().getName() : "; caused by what cannot be told");
        }
        return text.substring(0, Math.min(text.length(), MAX_ERROR_LENGTH)).replace('\0', '\uFFFD');
    }

    @Override
    public JobId job() {
        return job.id();
    }

    @Override
    public int attempt() {
        return job.attempt();
    }

    @Override
    public long token() {
        return job.token();
    }

    @Override
    public boolean isLeaseValid() {
        return !lost && elapsed.isLeaseValid();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(double fraction, @Nullable String message) {
        if (notes.progress(fraction, message)) {
            listener.tell(new Input.Noted(key));
        }
    }

    @Override
    public void log(String text) {
        if (notes.line(Objects.requireNonNull(text, "text"))) {
            listener.tell(new Input.Noted(key));
        }
    }
}
