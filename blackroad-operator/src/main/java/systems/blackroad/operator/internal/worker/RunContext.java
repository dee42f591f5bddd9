package systems.blackroad.operator.internal.worker;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.LeaseNote;

/** One run as its handler sees it, with the thread that it runs on. Thread-safe. */
final class RunContext implements JobContext {

    private static final int MOST_UNWRITTEN = 1000;

    private final ClaimedJob claimed;
    private final Handlers handlers;
    private volatile boolean cancelled;
    private volatile boolean revoked;
    /** Guards the fields below; held for a moment only. */
    private final Object lock = new Object();

    private @Nullable Thread thread;
    private int unwritten;
    private int dropped;

    RunContext(ClaimedJob claimed, Handlers handlers) {
        this.claimed = claimed;
        this.handlers = handlers;
    }

    @Override
    public JobId job() {
        return claimed.id();
    }

    @Override
    public int attempt() {
        return claimed.attempt();
    }

    @Override
    public long token() {
        return claimed.token();
    }

    @Override
    public boolean isLeaseValid() {
        return !revoked && handlers.isLeaseValid();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(double fraction, @Nullable String message) {
        handlers.note(new LeaseNote.Progress(claimed.id(), claimed.token(), fraction, message));
    }

    @Override
    public void log(String text) {
        LeaseNote.Line line = new LeaseNote.Line(claimed.id(), claimed.token(), text);
        synchronized (lock) {
            if (unwritten >= MOST_UNWRITTEN) {
                dropped++;
                return;
            }
            unwritten++;
        }
        if (!handlers.note(line)) {
            synchronized (lock) {
                unwritten--;
                dropped++;
            }
        }
    }

    /** Says that the engine took lines over, so that there is room for more; names those that found none. */
    void written(int lines) {
        int lost;
        synchronized (lock) {
            unwritten = Math.max(0, unwritten - lines);
            lost = dropped;
            dropped = 0;
        }
        if (lost > 0) {
            log(lost + " lines were dropped here: more than " + MOST_UNWRITTEN + " waited to be written");
        }
    }

    void cancel() {
        cancelled = true;
    }

    void revoke() {
        revoked = true;
        cancelled = true;
    }

    ClaimedJob claimed() {
        return claimed;
    }

    void begin() {
        synchronized (lock) {
            thread = Thread.currentThread();
        }
    }

    /** Ends the time in which the thread may be interrupted, and clears an interrupt that came at the last moment. */
    void end() {
        synchronized (lock) {
            thread = null;
            Thread.interrupted();
        }
    }

    void interrupt() {
        synchronized (lock) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
