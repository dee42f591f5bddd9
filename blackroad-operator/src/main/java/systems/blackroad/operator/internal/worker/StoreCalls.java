package systems.blackroad.operator.internal.worker;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Input;

/** Carries out the engine's requests to the store; each gives exactly one input back, whatever happens. Thread-safe. */
final class StoreCalls {

    private final JobStore store;
    private final LongSupplier ticker;
    private final Reports reports;
    private final AtomicReference<@Nullable RuntimeException> lastFailure = new AtomicReference<>();

    StoreCalls(JobStore store, LongSupplier ticker, Reports reports) {
        this.store = store;
        this.ticker = ticker;
        this.reports = reports;
    }

    /** Calls the store as {@code effect} says; null if it is no request to the store. Blocks. */
    @Nullable
    Input perform(Effect effect) {
        try {
            return call(effect);
        } catch (RuntimeException e) {
            lastFailure.set(e);
            reports.warn("The job store failed, and will be called again: " + e.getMessage());
            return failure(effect);
        }
    }

    /** The failure of a call since this was last asked, or null. */
    @Nullable
    RuntimeException takeFailure() {
        return lastFailure.getAndSet(null);
    }

    private @Nullable Input call(Effect effect) {
        if (effect instanceof Effect.SendExchange send) {
            return new Input.ExchangeAnswered(send.request(), store.exchange(send.request()));
        }
        if (effect instanceof Effect.SendHeartbeat send) {
            long sentAt = ticker.getAsLong();
            return new Input.HeartbeatAnswered(send.request(), sentAt, store.heartbeat(send.request()));
        }
        if (effect instanceof Effect.SendNotes send) {
            return new Input.NotesAnswered(send.node(), send.notes(), store.note(send.notes()));
        }
        if (effect instanceof Effect.SendRescue send) {
            return new Input.RescueAnswered(store.rescue(send.limit()).size());
        }
        if (effect instanceof Effect.ReadDue read) {
            return new Input.DueRead(store.dueSchedules(read.limit()));
        }
        if (effect instanceof Effect.SendTicks send) {
            return new Input.TicksAnswered((int)
                    store.tick(send.ticks()).stream().filter(passed -> passed).count());
        }
        if (effect instanceof Effect.SendLeave leave) {
            store.leave(leave.node());
            return new Input.LeaveAnswered(leave.node());
        }
        return null;
    }

    private static @Nullable Input failure(Effect effect) {
        if (effect instanceof Effect.SendExchange send) {
            return new Input.ExchangeFailed(send.request());
        }
        if (effect instanceof Effect.SendHeartbeat send) {
            return new Input.HeartbeatFailed(send.request());
        }
        if (effect instanceof Effect.SendNotes send) {
            return new Input.NotesFailed(send.node(), send.notes());
        }
        if (effect instanceof Effect.SendRescue) {
            return new Input.RescueFailed();
        }
        if (effect instanceof Effect.SendLeave leave) {
            return new Input.LeaveAnswered(leave.node());
        }
        return new Input.SchedulesFailed();
    }
}
