package systems.blackroad.core.internal.logic;

import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;

/**
 * Applies events around the windows to a state.
 *
 * @param state the state before
 */
record DesktopEvolution(OsState state) implements DesktopEvent.Visitor<OsState> {

    @Override
    public OsState themeChanged(DesktopEvent.ThemeChanged event) {
        return next(state.desktop().withTheme(event.theme()));
    }

    private OsState next(Desktop desktop) {
        return state.next(desktop);
    }
}
