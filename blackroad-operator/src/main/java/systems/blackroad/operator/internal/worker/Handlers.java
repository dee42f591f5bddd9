package systems.blackroad.operator.internal.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.RunResult;

/** Calls the handlers of claimed jobs, and carries what they say and what they are told. Thread-safe. */
final class Handlers {

    private static final Logger LOG = LoggerFactory.getLogger("systems.blackroad.operator");
    private static final int MOST_NOTES = 10_000;
    private static final int NOTE_BATCH = 1000;

    private final Map<String, JobType<?>> types;
    private final PayloadCodec codec;
    private final LongSupplier ticker;
    private final Map<Key, RunContext> runs = new ConcurrentHashMap<>();
    private final BlockingQueue<LeaseNote> notes = new ArrayBlockingQueue<>(MOST_NOTES);
    private volatile long validUntil;

    private record Key(JobId job, long token) {}

    Handlers(Map<String, JobType<?>> types, PayloadCodec codec, LongSupplier ticker) {
        this.types = types;
        this.codec = codec;
        this.ticker = ticker;
        this.validUntil = ticker.getAsLong();
    }

    /** Calls the job's handler on this thread, and says how it ended. */
    Input run(ClaimedJob job) {
        Key key = new Key(job.id(), job.token());
        RunContext context = runs.computeIfAbsent(key, absent -> new RunContext(job, this));
        context.begin();
        try {
            return new Input.RunEnded(
                    job.id(), job.token(), call(types.get(job.payload().type()), job, context));
        } finally {
            context.end();
            runs.remove(key);
        }
    }

    /** Makes a run known before its thread begins, so that it can be told to stop from now on. */
    void announce(ClaimedJob job) {
        runs.put(new Key(job.id(), job.token()), new RunContext(job, this));
    }

    private <P> RunResult call(@Nullable JobType<P> type, ClaimedJob job, RunContext context) {
        if (type == null) {
            return new RunResult.Threw("no job type " + job.payload().type() + " on this node");
        }
        P payload;
        try {
            payload = codec.decode(job.payload().bytes(), type.payloadClass());
        } catch (BlackRoadException | IllegalArgumentException e) {
            return new RunResult.Unreadable(ErrorCode.JOB_PAYLOAD_UNREADABLE + ": " + job.payload() + " is no "
                    + type.payloadClass().getName() + ": " + e.getMessage());
        }
        try {
            Object result = type.handler().run(payload, context);
            return new RunResult.Returned(
                    result == null ? null : Payload.of(type.name(), type.payloadVersion(), codec.encode(result)));
        } catch (Throwable e) {
            LOG.info("Job {} of type {} failed its attempt {}", job.id(), type.name(), job.attempt(), e);
            return new RunResult.Threw(describe(e));
        }
    }

    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++) {
            text.append("; caused by ").append(cause);
            cause = cause.getCause();
        }
        return text.toString();
    }

    boolean isLeaseValid() {
        return ticker.getAsLong() - validUntil < 0;
    }

    void extendLease(long until) {
        validUntil = until;
    }

    void cancel(JobId job, long token) {
        RunContext context = runs.get(new Key(job, token));
        if (context != null) {
            context.cancel();
        }
    }

    void interrupt(JobId job, long token) {
        RunContext context = runs.get(new Key(job, token));
        if (context != null) {
            context.interrupt();
        }
    }

    void revoke(JobId job, long token) {
        RunContext context = runs.get(new Key(job, token));
        if (context != null) {
            context.revoke();
            context.interrupt();
        }
    }

    /** Takes a note for the engine; returns whether there was room, which there is for ten thousand. */
    boolean note(LeaseNote note) {
        return notes.offer(note);
    }

    /** What was said since this was last asked, in order, at most a thousand at once. */
    List<LeaseNote> takeNotes() {
        List<LeaseNote> taken = new ArrayList<>();
        notes.drainTo(taken, NOTE_BATCH);
        Map<Key, Integer> lines = new HashMap<>();
        for (LeaseNote note : taken) {
            if (note instanceof LeaseNote.Line) {
                lines.merge(new Key(note.job(), note.token()), 1, Integer::sum);
            }
        }
        lines.forEach((key, count) -> {
            RunContext context = runs.get(key);
            if (context != null) {
                context.written(count);
            }
        });
        return taken;
    }
}
