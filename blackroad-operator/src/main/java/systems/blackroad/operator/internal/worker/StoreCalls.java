package systems.blackroad.operator.internal.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.RunKey;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** Makes the engine's store requests, and turns answers and failures into inputs. Thread-safe; blocks as the store does. */
final class StoreCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.STORE_REFUSED, ErrorCode.STORE_UNSUPPORTED, ErrorCode.INVALID_VALUE);

    private final JobStore store;
    private final RunTasks tasks;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    StoreCalls(JobStore store, RunTasks tasks) {
        this.store = store;
        this.tasks = tasks;
    }

    Input call(StoreRequest request) {
        try {
            return answer(request);
        } catch (BlackRoadException e) {
            failure.set(e);
            return new Input.Failed(request, kind(e), e.toString());
        } catch (IllegalArgumentException e) {
            failure.set(e);
            LOG.warn("The job store does not take a {}", request.getClass().getSimpleName(), e);
            return new Input.Failed(request, Input.Failure.REFUSED, e.toString());
        } catch (RuntimeException | Error e) {
            failure.set(e instanceof RuntimeException known ? known : new IllegalStateException(e.toString(), e));
            LOG.debug("The job store failed in a {}", request.getClass().getSimpleName(), e);
            return new Input.Failed(request, Input.Failure.UNKNOWN, e.toString());
        }
    }

    /** The last failure since this was asked before, or null. */
    @Nullable
    RuntimeException takeFailure() {
        return failure.getAndSet(null);
    }

    private static Input.Failure kind(BlackRoadException e) {
        if (!(e instanceof RefusedException)) {
            return Input.Failure.UNKNOWN;
        }
        return isRefusal(e) ? Input.Failure.REFUSED : Input.Failure.UNAVAILABLE;
    }

    /** Whether a call failed for what it asked, so that it would fail again. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || (failure instanceof RefusedException refused && REFUSALS.contains(refused.code()));
    }

    private Input answer(StoreRequest request) {
        if (request instanceof StoreRequest.Trade trade) {
            return new Input.Traded(trade.exchange(), store.exchange(trade.exchange()));
        } else if (request instanceof StoreRequest.Beat beat) {
            return new Input.Beaten(beat.heartbeat(), store.heartbeat(beat.heartbeat()));
        } else if (request instanceof StoreRequest.Note note) {
            write(note.runs());
            return Input.Signal.NOTES_WRITTEN;
        } else if (request instanceof StoreRequest.Rescue rescue) {
            return new Input.Rescued(store.rescue(rescue.limit()).size());
        } else if (request instanceof StoreRequest.ReadDue due) {
            return new Input.DueRead(store.dueSchedules(due.limit()));
        } else if (request instanceof StoreRequest.Pass pass) {
            return new Input.Passed(pass.ticks(), store.tick(pass.ticks()));
        } else if (request instanceof StoreRequest.Purge purge) {
            return new Input.Purged(store.purge(purge.retention(), purge.limit()));
        }
        StoreRequest.Leave leave = (StoreRequest.Leave) request;
        store.leave(leave.node());
        return new Input.Left(leave.node());
    }

    /** Writes the notes of some runs in batches; what was not written goes back to its run, unless refused. */
    private void write(List<RunKey> runs) {
        List<LeaseNote> notes = new ArrayList<>();
        for (RunKey run : runs) {
            notes.addAll(tasks.takeNotes(run));
        }
        int written = 0;
        try {
            while (written < notes.size()) {
                int end = Math.min(notes.size(), written + JobStore.MAX_BATCH);
                store.note(List.copyOf(notes.subList(written, end)));
                written = end;
            }
        } catch (RuntimeException | Error e) {
            for (int i = notes.size() - 1; i >= written && !isRefusal(e); i--) {
                tasks.putBack(notes.get(i));
            }
            throw e;
        }
    }
}
