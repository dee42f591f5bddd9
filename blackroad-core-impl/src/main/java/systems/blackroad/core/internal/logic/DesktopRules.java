package systems.blackroad.core.internal.logic;

import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.OsState;

/** The laws of what lies around the windows: one command, decided on one state. */
final class DesktopRules implements DesktopCommand.Visitor<Ruling> {

    private final OsState state;

    DesktopRules(OsState state) {
        this.state = state;
    }

    @Override
    public Ruling setTheme(DesktopCommand.SetTheme command) {
        return command.theme().equals(state.desktop().theme())
                ? Ruling.NOTHING
                : Ruling.happens(new DesktopEvent.ThemeChanged(command.theme()));
    }
}
