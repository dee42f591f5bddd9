package systems.blackroad.core;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.core.internal.logic.Decider;
import systems.blackroad.core.internal.logic.Evolution;
import systems.blackroad.core.internal.logic.Ruling;

/**
 * The laws of a desktop as two pure functions: {@link #decide} turns commands into events, {@link #evolve} applies an
 * event. Immutable and thread-safe; reads no clock, makes no id, does no I/O, so that an application can test its own
 * logic against it without a runtime. The laws are listed in {@code docs/reference/window-model.md}.
 */
public final class OsLogic {

    private final Decider decider;

    private OsLogic(SessionLimits limits, AppCatalog apps) {
        this.decider = new Decider(limits, apps);
    }

    /** Logic that rejects what exceeds {@code limits} and lets every app be opened. */
    public static OsLogic of(SessionLimits limits) {
        return of(limits, AppCatalog.empty());
    }

    /** Logic that rejects what exceeds {@code limits} and opens what {@code apps} allows. */
    public static OsLogic of(SessionLimits limits, AppCatalog apps) {
        return new OsLogic(limits, apps);
    }

    /**
     * Decides a command list, in order, each command on the state that its predecessor leaves: whole or not at all.
     *
     * <p>The window or workspace that the first command makes is called {@code envelope.freshId()}; one that a later command makes is
     * called that with {@code -} and the command's place in the list, counted from 0.
     *
     * @param state the session's state, or null if there is no such session yet
     */
    public Decision decide(@Nullable OsState state, CommandEnvelope envelope) {
        Ruling ruling = decider.decide(state, envelope);
        if (ruling instanceof Ruling.Happens happens) {
            return new Decision.Accepted(happens.events(), happens.after());
        }
        if (ruling instanceof Ruling.Refused refused) {
            return new Decision.Rejected(refused.code(), refused.message());
        }
        return new Decision.Unchanged();
    }

    /**
     * The state after {@code event}. Only assigns; the revision grows by one.
     *
     * @param state the state before, or null before the session's first event
     * @throws IllegalArgumentException if the event does not fit the state, for example names a window that is not open
     */
    public static OsState evolve(@Nullable OsState state, OsEvent event) {
        return Evolution.evolve(state, event);
    }
}
