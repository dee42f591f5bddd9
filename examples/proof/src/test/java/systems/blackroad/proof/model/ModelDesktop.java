package systems.blackroad.proof.model;

import static systems.blackroad.proof.model.ModelFamilies.done;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.window.AppId;
import systems.blackroad.proof.model.Model.Turn;

/** The commands about what lies around the windows (laws 19 to 19i). */
final class ModelDesktop implements DesktopCommand.Visitor<Void> {

    private final Turn turn;
    private final Desk desk;
    private final Surroundings around;

    ModelDesktop(Turn turn) {
        this.turn = turn;
        this.desk = turn.desk();
        this.around = desk.around;
    }

    @Override
    public Void putDesktopItem(DesktopCommand.PutDesktopItem command) {
        DesktopItem item = command.item();
        DesktopItem old = around.icons.get(item.id());
        long before = old == null ? 0 : Values.itemBytes(old.id(), old.title(), old.icon(), old.appId());
        mayPut(around.icons, item.id(), item.title(), item.icon(), item.appId(), before);
        return happen(now -> now.icons.put(item.id(), item));
    }

    @Override
    public Void removeDesktopItem(DesktopCommand.RemoveDesktopItem command) {
        need(around.icons, command.id());
        return happen(now -> now.icons.remove(command.id()));
    }

    @Override
    public Void putTaskbarItem(DesktopCommand.PutTaskbarItem command) {
        TaskbarItem item = command.item();
        TaskbarItem old = around.pins.get(item.id());
        long before = old == null ? 0 : Values.itemBytes(old.id(), old.title(), old.icon(), old.appId());
        mayPut(around.pins, item.id(), item.title(), item.icon(), item.appId(), before);
        return happen(now -> now.pins.put(item.id(), item));
    }

    @Override
    public Void removeTaskbarItem(DesktopCommand.RemoveTaskbarItem command) {
        need(around.pins, command.id());
        return happen(now -> now.pins.remove(command.id()));
    }

    @Override
    public Void moveTaskbarItem(DesktopCommand.MoveTaskbarItem command) {
        need(around.pins, command.id());
        values().valid(command.index() >= 0 && command.index() < around.pins.size())
                .check();
        return happen(now -> now.movePin(command.id(), command.index()));
    }

    @Override
    public Void putTrayItem(DesktopCommand.PutTrayItem command) {
        TrayItem item = command.item();
        TrayItem old = around.tray.get(item.id());
        long before = old == null ? 0 : Values.itemBytes(old.id(), old.icon(), old.status(), null);
        mayPut(around.tray, item.id(), item.icon(), item.status(), null, before);
        return happen(now -> now.tray.put(item.id(), item));
    }

    @Override
    public Void removeTrayItem(DesktopCommand.RemoveTrayItem command) {
        need(around.tray, command.id());
        return happen(now -> now.tray.remove(command.id()));
    }

    @Override
    public Void setTheme(DesktopCommand.SetTheme command) {
        return happen(now -> now.theme = command.theme());
    }

    @Override
    public Void setThemeTokens(DesktopCommand.SetThemeTokens command) {
        values().tokens(command.tokens())
                .growth(desk, Values.bytes(command.tokens()) - Values.bytes(around.tokens))
                .check();
        return happen(now -> now.tokens = command.tokens());
    }

    @Override
    public Void setWallpaper(DesktopCommand.SetWallpaper command) {
        String wanted = Objects.requireNonNullElse(command.wallpaper(), "");
        String former = Objects.requireNonNullElse(around.wallpaper, "");
        values().wallpaper(command.wallpaper())
                .growth(desk, Values.bytes(wanted) - Values.bytes(former))
                .check();
        return happen(now -> now.wallpaper = command.wallpaper());
    }

    @Override
    public Void notify(DesktopCommand.Notify command) {
        values().note(command.title(), command.body())
                .growth(desk, Values.noteBytes(command.title(), command.body()) - around.bytesToGo())
                .check();
        NotificationId id = NotificationId.of(turn.freshId());
        return happen(now -> now.add(id, command.title(), command.body(), command.appId(), turn.envelope.at()));
    }

    @Override
    public Void readNotification(DesktopCommand.ReadNotification command) {
        around.needNote(command.id());
        return happen(now -> now.read(command.id()));
    }

    @Override
    public Void readAllNotifications(DesktopCommand.ReadAllNotifications command) {
        return happen(Surroundings::readAll);
    }

    @Override
    public Void dismissNotification(DesktopCommand.DismissNotification command) {
        around.needNote(command.id());
        return happen(now -> now.dismiss(command.id()));
    }

    @Override
    public Void copyToClipboard(DesktopCommand.CopyToClipboard command) {
        values().clip(command.text())
                .growth(desk, around.growthWith(command.text()))
                .check();
        return happen(now -> now.copyText(command.text()));
    }

    @Override
    public Void clearClipboard(DesktopCommand.ClearClipboard command) {
        return happen(Surroundings::clearClips);
    }

    @Override
    public Void setShortcut(DesktopCommand.SetShortcut command) {
        values().keys(command.keys()).check();
        String former = around.shortcuts.get(command.keys());
        if (command.action() == null) {
            return happen(now -> now.shortcuts.remove(command.keys()));
        }
        String action = command.action();
        int more = former == null ? 1 : 0;
        long added = Values.bytes(action) - (former == null ? -Values.bytes(command.keys()) : Values.bytes(former));
        values().shortcuts(around.shortcuts.size() + more)
                .action(action)
                .growth(desk, added)
                .check();
        return happen(now -> now.shortcuts.put(command.keys(), action));
    }

    private void mayPut(Map<String, ?> items, String id, String one, String other, @Nullable AppId app, long before) {
        values().items(items.containsKey(id) ? items.size() : items.size() + 1)
                .item(id, one, other)
                .growth(desk, Values.itemBytes(id, one, other, app) - before)
                .check();
    }

    private static void need(Map<String, ?> items, String id) {
        if (!items.containsKey(id)) {
            throw Rejection.of(ErrorCode.ITEM_NOT_FOUND);
        }
    }

    private Values values() {
        return new Values(turn.limits);
    }

    private Void happen(Consumer<Surroundings> change) {
        turn.happen(now -> {
            change.accept(now.around);
            now.around.changed();
        });
        return done();
    }
}
