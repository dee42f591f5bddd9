package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;

/** The whole model: command lists in, states or rejections out. Not thread-safe. */
final class Model {

    private final SessionLimits limits;
    private final AppCatalog apps;
    private @Nullable Desk desk;
    private @Nullable OsState state;

    Model(SessionLimits limits, AppCatalog apps) {
        this.limits = limits;
        this.apps = apps;
    }

    /**
     * What a command list comes to.
     *
     * @param states the state after each event; none where nothing changes
     * @param rejected the codes of which one is to be answered; none where it is accepted
     */
    record Answer(List<OsState> states, Set<ErrorCode> rejected) {}

    /** The desk as it stands, for those who choose the next commands; null before the session is open. */
    @Nullable
    Desk desk() {
        return desk;
    }

    /** Law 14: in order, whole or not at all. */
    Answer apply(CommandEnvelope envelope) {
        Turn turn = new Turn(this, envelope);
        try {
            for (OsCommand command : envelope.commands()) {
                turn.next(command);
            }
        } catch (Rejection rejection) {
            return new Answer(List.of(), rejection.codes());
        }
        desk = turn.desk;
        state = turn.last;
        return new Answer(turn.states, EnumSet.noneOf(ErrorCode.class));
    }

    /** One command list being applied to a copy of the desk. */
    static final class Turn {

        final SessionLimits limits;
        final AppCatalog apps;
        final CommandEnvelope envelope;
        private final List<OsState> states = new ArrayList<>();
        private @Nullable Desk desk;
        private @Nullable OsState last;
        private int place = -1;

        Turn(Model model, CommandEnvelope envelope) {
            this.limits = model.limits;
            this.apps = model.apps;
            this.envelope = envelope;
            // A single command is rejected before it changes anything; only a longer list needs its own copy (law 14).
            Desk before = model.desk;
            this.desk = before == null || envelope.commands().size() == 1 ? before : before.copy();
            this.last = model.state;
        }

        private void next(OsCommand command) {
            place++;
            command.accept(new ModelFamilies(this));
        }

        Desk desk() {
            if (desk == null) {
                throw Rejection.of(ErrorCode.SESSION_NOT_FOUND);
            }
            // Law 18.
            if (desk.status != SessionStatus.LIVE) {
                throw Rejection.of(ErrorCode.SESSION_ENDED);
            }
            return desk;
        }

        /** The session's first event. */
        void open(UserSession session, Desktop desktop) {
            desk = Desk.opened(session, desktop);
            last = desk.toState();
            states.add(last);
        }

        boolean isOpen() {
            return desk != null;
        }

        /** Law 17. */
        String freshId() {
            return place == 0 ? envelope.freshId() : envelope.freshId() + "-" + place;
        }

        /** Law 15: what leaves the state as it was is no event. */
        void happen(Consumer<Desk> change, @Nullable WindowId asked) {
            Desk now = desk();
            now.happen(change, asked);
            now.revision++;
            finish(now);
        }

        /** Law 13i: an event that changes how windows are arranged, so that it can be undone. */
        void step(Consumer<Desk> change, @Nullable WindowId asked) {
            Desk now = desk();
            Map<WindowId, WindowLayout> before = now.layouts();
            now.happen(change, asked);
            now.revision++;
            now.past.note(now.revision, before, now.layouts());
            finish(now);
        }

        void step(Consumer<Desk> change) {
            step(change, null);
        }

        private void finish(Desk now) {
            OsState after = now.toState();
            if (last != null && isUnchanged(last, after)) {
                now.revision--;
                return;
            }
            last = after;
            states.add(after);
        }

        private static boolean isUnchanged(OsState before, OsState after) {
            return before.stack().equals(after.stack())
                    && before.workspaces().equals(after.workspaces())
                    && before.memory().equals(after.memory())
                    && before.desktop().equals(after.desktop())
                    && before.control().equals(after.control())
                    && before.session().equals(after.session())
                    && before.status() == after.status();
        }

        void happen(Consumer<Desk> change) {
            happen(change, null);
        }

        /** One event that puts another desk in place of the one that is there. */
        void replace(Desk other) {
            Desk before = desk();
            if (!PortableDesktop.of(before.toState()).equals(PortableDesktop.of(other.toState()))) {
                other.revision++;
                desk = other;
                last = other.toState();
                states.add(last);
            }
        }
    }
}
