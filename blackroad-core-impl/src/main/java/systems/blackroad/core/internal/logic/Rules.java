package systems.blackroad.core.internal.logic;

import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppCatalog;

/**
 * The laws of a live session, by family.
 *
 * @param bounds the limits
 * @param apps the applications
 * @param state the state that the command is decided on
 * @param envelope the list that the command is part of
 * @param index the command's place in that list, from 0
 */
record Rules(Bounds bounds, AppCatalog apps, OsState state, CommandEnvelope envelope, int index)
        implements OsCommand.Visitor<Ruling> {

    /** The id of what this command makes. */
    String freshId() {
        return index == 0 ? envelope.freshId() : envelope.freshId() + "-" + index;
    }

    @Override
    public Ruling session(SessionCommand command) {
        return command.accept(new SessionRules(this));
    }

    @Override
    public Ruling window(WindowCommand command) {
        return command.accept(new WindowRules(this));
    }

    @Override
    public Ruling layout(LayoutCommand command) {
        return command.accept(new LayoutRules(this));
    }

    @Override
    public Ruling desktop(DesktopCommand command) {
        return command.accept(new DesktopRules(this));
    }
}
