package systems.blackroad.core.internal.logic;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.Shortcuts;
import systems.blackroad.core.internal.logic.DesktopBounds.Kind;

/** The laws of what lies around the windows: one command, decided on one state. */
final class DesktopRules implements DesktopCommand.Visitor<Ruling> {

    private final Rules rules;
    private final OsState state;
    private final Desktop desktop;
    private final DesktopBounds bounds;

    DesktopRules(Rules rules) {
        this.rules = rules;
        this.state = rules.state();
        this.desktop = state.desktop();
        this.bounds = new DesktopBounds(rules.bounds(), state.session().id());
    }

    @Override
    public Ruling putDesktopItem(DesktopCommand.PutDesktopItem command) {
        return put(Kind.DESKTOP, command.item(), new DesktopEvent.DesktopItemPut(command.item()));
    }

    @Override
    public Ruling removeDesktopItem(DesktopCommand.RemoveDesktopItem command) {
        return ofItem(
                Kind.DESKTOP, command.id(), place -> Ruling.happens(new DesktopEvent.DesktopItemRemoved(command.id())));
    }

    @Override
    public Ruling putTaskbarItem(DesktopCommand.PutTaskbarItem command) {
        return put(Kind.TASKBAR, command.item(), new DesktopEvent.TaskbarItemPut(command.item()));
    }

    @Override
    public Ruling removeTaskbarItem(DesktopCommand.RemoveTaskbarItem command) {
        return ofItem(
                Kind.TASKBAR, command.id(), place -> Ruling.happens(new DesktopEvent.TaskbarItemRemoved(command.id())));
    }

    @Override
    public Ruling moveTaskbarItem(DesktopCommand.MoveTaskbarItem command) {
        return ofItem(Kind.TASKBAR, command.id(), place -> {
            int last = desktop.taskbarItems().size() - 1;
            if (command.index() < 0 || command.index() > last) {
                return Bounds.invalid("place on the taskbar of session "
                        + state.session().id() + " must be 0 to " + last + ", got " + command.index() + "; correct it");
            }
            return place == command.index()
                    ? Ruling.NOTHING
                    : Ruling.happens(new DesktopEvent.TaskbarItemMoved(command.id(), command.index()));
        });
    }

    @Override
    public Ruling putTrayItem(DesktopCommand.PutTrayItem command) {
        return put(Kind.TRAY, command.item(), new DesktopEvent.TrayItemPut(command.item()));
    }

    @Override
    public Ruling removeTrayItem(DesktopCommand.RemoveTrayItem command) {
        return ofItem(Kind.TRAY, command.id(), place -> Ruling.happens(new DesktopEvent.TrayItemRemoved(command.id())));
    }

    @Override
    public Ruling setTheme(DesktopCommand.SetTheme command) {
        return command.theme().equals(desktop.theme())
                ? Ruling.NOTHING
                : Ruling.happens(new DesktopEvent.ThemeChanged(command.theme()));
    }

    @Override
    public Ruling setThemeTokens(DesktopCommand.SetThemeTokens command) {
        Map<String, String> former = desktop.appearance().tokens();
        if (command.tokens().equals(former)) {
            return Ruling.NOTHING;
        }
        return happens(
                bounds.tokens(command.tokens()),
                Bounds.metadataBytes(command.tokens()) - Bounds.metadataBytes(former),
                new DesktopEvent.ThemeTokensChanged(command.tokens()));
    }

    @Override
    public Ruling setWallpaper(DesktopCommand.SetWallpaper command) {
        String former = desktop.appearance().wallpaper();
        if (Objects.equals(command.wallpaper(), former)) {
            return Ruling.NOTHING;
        }
        return happens(
                bounds.wallpaper(command.wallpaper()),
                DesktopBounds.wallpaperBytes(command.wallpaper()) - DesktopBounds.wallpaperBytes(former),
                new DesktopEvent.WallpaperChanged(command.wallpaper()));
    }

    @Override
    public Ruling notify(DesktopCommand.Notify command) {
        Ruling refusal = bounds.notification(command.title(), command.body());
        if (refusal != null) {
            return refusal;
        }
        Notification added = new Notification(
                NotificationId.of(rules.freshId()),
                command.title(),
                command.body(),
                command.appId(),
                rules.envelope().at(),
                false);
        Optional<Notification> dropped = desktop.notifications().nextToDrop();
        int growth = DesktopBounds.notificationBytes(added)
                - dropped.map(DesktopBounds::notificationBytes).orElse(0);
        return happens(
                null,
                growth,
                new DesktopEvent.NotificationAdded(
                        added, dropped.map(Notification::id).orElse(null)));
    }

    @Override
    public Ruling readNotification(DesktopCommand.ReadNotification command) {
        return ofNotification(
                command.id(),
                notification -> notification.read()
                        ? Ruling.NOTHING
                        : Ruling.happens(new DesktopEvent.NotificationRead(command.id())));
    }

    @Override
    public Ruling readAllNotifications(DesktopCommand.ReadAllNotifications command) {
        return desktop.notifications().hasUnread()
                ? Ruling.happens(new DesktopEvent.NotificationsRead())
                : Ruling.NOTHING;
    }

    @Override
    public Ruling dismissNotification(DesktopCommand.DismissNotification command) {
        return ofNotification(
                command.id(), notification -> Ruling.happens(new DesktopEvent.NotificationDismissed(command.id())));
    }

    @Override
    public Ruling copyToClipboard(DesktopCommand.CopyToClipboard command) {
        String text = command.text();
        List<String> entries = desktop.clipboard().entries();
        if (!entries.isEmpty() && entries.get(0).equals(text)) {
            return Ruling.NOTHING;
        }
        boolean full = entries.size() == Clipboard.MAX_ENTRIES;
        int dropped = full ? Bounds.utf8(entries.get(entries.size() - 1)) : 0;
        return happens(
                bounds.clip(text),
                entries.contains(text) ? 0 : Bounds.utf8(text) - dropped,
                new DesktopEvent.ClipboardCopied(text, desktop.clipboard().sizeWith(text)));
    }

    @Override
    public Ruling clearClipboard(DesktopCommand.ClearClipboard command) {
        return desktop.clipboard().entries().isEmpty()
                ? Ruling.NOTHING
                : Ruling.happens(new DesktopEvent.ClipboardCleared());
    }

    @Override
    public Ruling setShortcut(DesktopCommand.SetShortcut command) {
        Map<String, String> actions = desktop.shortcuts().actions();
        Ruling refusal = bounds.keys(command.keys());
        if (refusal != null) {
            return refusal;
        }
        if (Objects.equals(actions.get(command.keys()), command.action())) {
            return Ruling.NOTHING;
        }
        Map<String, String> after =
                desktop.shortcuts().with(command.keys(), command.action()).actions();
        return happens(
                SessionRules.firstOf(
                        rules.bounds()
                                .count("shortcuts of session " + state.session().id(), after.size(), Shortcuts.MAX),
                        command.action() == null ? null : bounds.action(command.action())),
                Bounds.metadataBytes(after) - Bounds.metadataBytes(actions),
                new DesktopEvent.ShortcutChanged(command.keys(), command.action()));
    }

    private <T> Ruling put(Kind<T> kind, T item, DesktopEvent event) {
        List<T> items = kind.list().apply(desktop);
        int place = kind.place(items, kind.id(item));
        if (place >= 0 && items.get(place).equals(item)) {
            return Ruling.NOTHING;
        }
        int count = place >= 0 ? items.size() : items.size() + 1;
        Ruling refusal = SessionRules.firstOf(
                rules.bounds()
                        .count(kind.name() + " of session " + state.session().id(), count, Desktop.MAX_ITEMS),
                bounds.item(kind, item));
        return happens(refusal, kind.bytes(item) - (place >= 0 ? kind.bytes(items.get(place)) : 0), event);
    }

    /** The event, unless something refuses it or the state would outgrow its bound. */
    private Ruling happens(@Nullable Ruling refusal, int added, DesktopEvent event) {
        Ruling first = refusal == null ? rules.bounds().growth(state, added) : refusal;
        return first == null ? Ruling.happens(event) : first;
    }

    /** The ruling on the item at a place, or that there is none. */
    private <T> Ruling ofItem(Kind<T> kind, String id, Function<Integer, Ruling> rule) {
        int place = kind.place(kind.list().apply(desktop), id);
        return place >= 0 ? rule.apply(place) : unknown(kind.name());
    }

    private Ruling ofNotification(NotificationId id, Function<Notification, Ruling> rule) {
        return desktop.notifications().find(id).map(rule).orElseGet(() -> unknown("notifications"));
    }

    private Ruling unknown(String kind) {
        return Ruling.refused(
                ErrorCode.ITEM_NOT_FOUND,
                "session " + state.session().id() + " at revision " + state.revision()
                        + " has none of this id among its " + kind + "; read the state again");
    }
}
