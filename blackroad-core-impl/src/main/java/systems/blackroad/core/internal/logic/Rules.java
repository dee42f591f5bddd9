package systems.blackroad.core.internal.logic;

import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.WindowCommand;

/**
 * The laws of a live session, by family.
 *
 * @param bounds the limits
 * @param state the state that the command is decided on
 * @param envelope the list that the command is part of
 * @param index the command's place in that list, from 0
 */
record Rules(Bounds bounds, OsState state, CommandEnvelope envelope, int index) implements OsCommand.Visitor<Ruling> {

    @Override
    public Ruling session(SessionCommand command) {
        return command.accept(new SessionCommand.Visitor<>() {
            @Override
            public Ruling openSession(SessionCommand.OpenSession opening) {
                return Ruling.refused(
                        ErrorCode.SESSION_EXISTS,
                        "session " + envelope.session() + " exists already at revision " + state.revision()
                                + "; attach to it or choose another id");
            }

            @Override
            public Ruling endSession(SessionCommand.EndSession ending) {
                return SessionRules.end(state, ending);
            }
        });
    }

    @Override
    public Ruling window(WindowCommand command) {
        return command.accept(new WindowRules(bounds, state, envelope, index));
    }

    @Override
    public Ruling desktop(DesktopCommand command) {
        return command.accept(new DesktopRules(state));
    }
}
