package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.window.AppCatalog;

/** Decides command lists into events under a set of limits. Pure and thread-safe. */
public final class Decider {

    private final Bounds bounds;
    private final AppCatalog apps;

    /** A decider that obeys {@code limits}, under which every app may be opened. */
    public Decider(SessionLimits limits) {
        this(limits, AppCatalog.empty());
    }

    /** A decider that obeys {@code limits} and opens {@code apps}. */
    public Decider(SessionLimits limits, AppCatalog apps) {
        this.apps = Objects.requireNonNull(apps, "apps");
        this.bounds = new Bounds(Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Decides a list in order, each command on the state that its predecessor leaves: whole or not at all.
     *
     * @param before the session's state, or null if there is no such session yet
     */
    public Ruling decide(@Nullable OsState before, CommandEnvelope envelope) {
        List<OsEvent> events = new ArrayList<>();
        @Nullable OsState state = before;
        for (int index = 0; index < envelope.commands().size(); index++) {
            Ruling ruling = decide(state, envelope, index);
            if (ruling instanceof Ruling.Refused) {
                return ruling;
            }
            if (ruling instanceof Ruling.Happens happens) {
                for (OsEvent event : happens.events()) {
                    state = Evolution.evolve(state, event);
                    events.add(event);
                }
            }
        }
        return events.isEmpty() ? Ruling.NOTHING : new Ruling.Happens(events, state);
    }

    private Ruling decide(@Nullable OsState state, CommandEnvelope envelope, int index) {
        OsCommand command = envelope.commands().get(index);
        if (state == null) {
            return command instanceof SessionCommand.OpenSession opening
                    ? SessionRules.open(bounds, envelope, opening)
                    : Ruling.refused(
                            ErrorCode.SESSION_NOT_FOUND, "no session " + envelope.session() + "; open it first");
        }
        if (state.status() == SessionStatus.ENDED && !(command instanceof SessionCommand.OpenSession)) {
            return Ruling.refused(
                    ErrorCode.SESSION_ENDED,
                    "session " + envelope.session() + " ended at revision " + state.revision()
                            + " and accepts no commands; open another");
        }
        Ruling held = command instanceof SessionCommand ? null : SessionRules.held(state, envelope);
        return held != null ? held : command.accept(new Rules(bounds, apps, state, envelope, index));
    }
}
