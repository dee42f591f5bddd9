package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.core.internal.logic.DesktopBounds.Kind;

/** Applies events around the windows to a state. */
final class DesktopEvolution implements DesktopEvent.Visitor<OsState> {

    private final OsState state;
    private final Desktop desktop;

    DesktopEvolution(OsState state) {
        this.state = state;
        this.desktop = state.desktop();
    }

    @Override
    public OsState desktopItemPut(DesktopEvent.DesktopItemPut event) {
        return state.next(desktop.withDesktopItems(put(Kind.DESKTOP, event.item())));
    }

    @Override
    public OsState desktopItemRemoved(DesktopEvent.DesktopItemRemoved event) {
        return state.next(desktop.withDesktopItems(without(Kind.DESKTOP, event.id())));
    }

    @Override
    public OsState taskbarItemPut(DesktopEvent.TaskbarItemPut event) {
        return state.next(desktop.withTaskbarItems(put(Kind.TASKBAR, event.item())));
    }

    @Override
    public OsState taskbarItemRemoved(DesktopEvent.TaskbarItemRemoved event) {
        return state.next(desktop.withTaskbarItems(without(Kind.TASKBAR, event.id())));
    }

    @Override
    public OsState taskbarItemMoved(DesktopEvent.TaskbarItemMoved event) {
        List<TaskbarItem> after = without(Kind.TASKBAR, event.id());
        if (event.index() < 0 || event.index() > after.size()) {
            throw new IllegalArgumentException("session " + state.session().id() + " at revision " + state.revision()
                    + " has no place " + event.index() + " on its taskbar");
        }
        after.add(event.index(), desktop.taskbarItems().get(place(Kind.TASKBAR, event.id())));
        return state.next(desktop.withTaskbarItems(after));
    }

    @Override
    public OsState trayItemPut(DesktopEvent.TrayItemPut event) {
        return state.next(desktop.withSystemTrayItems(put(Kind.TRAY, event.item())));
    }

    @Override
    public OsState trayItemRemoved(DesktopEvent.TrayItemRemoved event) {
        return state.next(desktop.withSystemTrayItems(without(Kind.TRAY, event.id())));
    }

    @Override
    public OsState themeChanged(DesktopEvent.ThemeChanged event) {
        return state.next(desktop.withTheme(event.theme()));
    }

    @Override
    public OsState themeTokensChanged(DesktopEvent.ThemeTokensChanged event) {
        return state.next(desktop.with(desktop.appearance().withTokens(event.tokens())));
    }

    @Override
    public OsState wallpaperChanged(DesktopEvent.WallpaperChanged event) {
        return state.next(desktop.with(desktop.appearance().withWallpaper(event.wallpaper())));
    }

    @Override
    public OsState notificationAdded(DesktopEvent.NotificationAdded event) {
        return state.next(desktop.with(desktop.notifications().with(event.notification(), event.dropped())));
    }

    @Override
    public OsState notificationRead(DesktopEvent.NotificationRead event) {
        return state.next(desktop.with(desktop.notifications().withRead(event.id())));
    }

    @Override
    public OsState notificationsRead(DesktopEvent.NotificationsRead event) {
        return state.next(desktop.with(desktop.notifications().withAllRead()));
    }

    @Override
    public OsState notificationDismissed(DesktopEvent.NotificationDismissed event) {
        return state.next(desktop.with(desktop.notifications().without(event.id())));
    }

    @Override
    public OsState clipboardCopied(DesktopEvent.ClipboardCopied event) {
        return state.next(desktop.with(desktop.clipboard().with(event.text(), event.size())));
    }

    @Override
    public OsState clipboardCleared(DesktopEvent.ClipboardCleared event) {
        return state.next(desktop.with(Clipboard.empty()));
    }

    @Override
    public OsState shortcutChanged(DesktopEvent.ShortcutChanged event) {
        return state.next(desktop.with(desktop.shortcuts().with(event.keys(), event.action())));
    }

    private <T> List<T> put(Kind<T> kind, T item) {
        List<T> after = new ArrayList<>(kind.list().apply(desktop));
        int place = kind.place(after, kind.id(item));
        if (place >= 0) {
            after.set(place, item);
        } else {
            after.add(item);
        }
        return after;
    }

    private <T> List<T> without(Kind<T> kind, String id) {
        List<T> after = new ArrayList<>(kind.list().apply(desktop));
        after.remove(place(kind, id));
        return after;
    }

    private <T> int place(Kind<T> kind, String id) {
        int place = kind.place(kind.list().apply(desktop), id);
        if (place < 0) {
            throw new IllegalArgumentException("session " + state.session().id() + " at revision " + state.revision()
                    + " has no such one among its " + kind.name());
        }
        return place;
    }
}
