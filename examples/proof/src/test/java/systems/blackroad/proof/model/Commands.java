package systems.blackroad.proof.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.WindowLayer;

/**
 * Random command lists for one session. Each script draws its own weights, so that some open windows all the time and
 * others hardly any, and some are mostly about one family of commands: what is rare on average is common in a few. Not
 * thread-safe.
 */
final class Commands {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SessionId SESSION = SessionId.of("s");
    private static final List<ClientId> CLIENTS = List.of(ClientId.of("phone"), ClientId.of("desk"));
    private static final int[] FACTORS = {0, 1, 1, 2, 6};
    private static final int[] OPENING = {12, 25, 60, 400};
    private static final int EMPHASIS = 30;

    private final SplittableRandom random;
    private final Parts parts;
    private final Exports exports;
    private final boolean importing;
    private final DesktopParts around;
    private final List<Supplier<OsCommand>> kinds = new ArrayList<>();
    private final List<Integer> weights = new ArrayList<>();
    private int totalWeight;
    private int emphasis = 1;

    Commands(SplittableRandom random, World world) {
        this.random = random;
        this.parts = new Parts(random, world);
        this.exports = new Exports(random);
        this.around = new DesktopParts(random, parts);
        family(this::windows);
        family(this::layout);
        family(this::past);
        control();
        importing = random.nextInt(4) == 0;
        always(importing ? 4 : 0, () -> new SessionCommand.ImportDesktop(exports.next()));
        family(this::items);
        family(this::messages);
        family(this::settings);
        kind(1, () -> random.nextInt(8) == 0 ? openSession() : new DesktopCommand.SetTheme(Theme.of("dark")));
        kind(
                1,
                () -> random.nextInt(8) == 0
                        ? new SessionCommand.EndSession(parts.any("user", "expired", "two words", ""))
                        : new DesktopCommand.SetTheme(Theme.of("contrast")));
    }

    private void family(Runnable kinds) {
        emphasis = random.nextInt(8) == 0 ? EMPHASIS : 1;
        kinds.run();
        emphasis = 1;
    }

    private void windows() {
        always(OPENING[random.nextInt(OPENING.length)], () -> parts.openWindow());
        kind(5, () -> new WindowCommand.CloseWindow(parts.window()));
        kind(8, () -> new WindowCommand.FocusWindow(parts.window()));
        kind(5, () -> new WindowCommand.MinimizeWindow(parts.window()));
        kind(4, () -> new WindowCommand.MaximizeWindow(parts.window()));
        kind(5, () -> new WindowCommand.RestoreWindow(parts.window()));
        kind(3, () -> new WindowCommand.MoveWindow(parts.window(), parts.position()));
        kind(
                3,
                () -> new WindowCommand.ResizeWindow(
                        parts.window(), parts.size(), random.nextBoolean() ? parts.position() : null));
        kind(2, () -> new WindowCommand.RenameWindow(parts.window(), parts.text()));
        kind(3, () -> new WindowCommand.SetNotice(parts.window(), parts.notice()));
        kind(
                2,
                () -> new WindowCommand.SetWindowMetadata(
                        parts.window(), parts.key(), random.nextInt(3) == 0 ? null : parts.metadataValue()));
    }

    private void layout() {
        kind(4, () -> new LayoutCommand.SnapWindow(parts.window(), parts.zone()));
        kind(5, () -> new LayoutCommand.SetFullscreen(parts.window(), random.nextInt(3) > 0));
        kind(4, () -> new LayoutCommand.SetLayer(parts.window(), parts.any(WindowLayer.values())));
        kind(4, () -> new LayoutCommand.MoveToWorkspace(parts.window(), parts.workspace()));
        kind(3, () -> new LayoutCommand.SetSticky(parts.window(), random.nextBoolean()));
        kind(4, () -> new LayoutCommand.AddWorkspace(parts.text()));
        kind(5, () -> new LayoutCommand.RemoveWorkspace(parts.workspace()));
        kind(1, () -> new LayoutCommand.RenameWorkspace(parts.workspace(), parts.text()));
        kind(4, () -> new LayoutCommand.SwitchWorkspace(parts.workspace()));
    }

    private void control() {
        rare(2, () -> new SessionCommand.TakeOver());
        rare(2, () -> new SessionCommand.Release());
        rare(2, () -> new SessionCommand.RotateToken());
        rare(2, () -> new SessionCommand.BeginImpersonation(parts.text()));
        rare(2, () -> new SessionCommand.EndImpersonation());
    }

    private void past() {
        kind(6, () -> new LayoutCommand.UndoLayout(parts.revision()));
        kind(4, () -> new LayoutCommand.RedoLayout(parts.revision()));
        kind(4, () -> new LayoutCommand.SaveLayout(parts.newLayout()));
        kind(6, () -> new LayoutCommand.RestoreLayout(parts.layout()));
        kind(1, () -> new LayoutCommand.DeleteLayout(parts.layout()));
    }

    private void items() {
        kind(2, () -> new DesktopCommand.PutDesktopItem(around.icon()));
        kind(1, () -> new DesktopCommand.RemoveDesktopItem(around.iconId()));
        kind(2, () -> new DesktopCommand.PutTaskbarItem(around.pin()));
        kind(1, () -> new DesktopCommand.RemoveTaskbarItem(around.pinId()));
        kind(4, () -> new DesktopCommand.MoveTaskbarItem(around.pinId(), random.nextInt(6) - 1));
        kind(2, () -> new DesktopCommand.PutTrayItem(around.indicator()));
        kind(1, () -> new DesktopCommand.RemoveTrayItem(around.indicatorId()));
    }

    private void messages() {
        kind(4, () -> new DesktopCommand.Notify(parts.text(), around.body(), around.app()));
        kind(2, () -> new DesktopCommand.ReadNotification(around.notification()));
        kind(1, () -> new DesktopCommand.ReadAllNotifications());
        kind(1, () -> new DesktopCommand.DismissNotification(around.notification()));
        kind(3, () -> new DesktopCommand.CopyToClipboard(around.clip()));
        kind(
                1,
                () -> random.nextInt(8) == 0
                        ? new DesktopCommand.ClearClipboard()
                        : new DesktopCommand.CopyToClipboard(around.clip()));
    }

    private void settings() {
        kind(2, () -> new DesktopCommand.SetTheme(Theme.of(parts.any("classic", "dark"))));
        kind(1, () -> new DesktopCommand.SetThemeTokens(around.tokens()));
        kind(1, () -> new DesktopCommand.SetWallpaper(around.wallpaper()));
        kind(2, () -> new DesktopCommand.SetShortcut(around.keys(), around.action()));
        kind(1, () -> new SessionCommand.SetDisplayName(parts.text()));
        kind(
                3,
                () -> new SessionCommand.SetSessionMetadata(
                        parts.key(), random.nextInt(3) == 0 ? null : parts.metadataValue()));
    }

    private void kind(int weight, Supplier<OsCommand> make) {
        always(weight * emphasis * FACTORS[random.nextInt(FACTORS.length)], make);
    }

    /** What most scripts do without, lest the rest be rejected all the time. */
    private void rare(int weight, Supplier<OsCommand> make) {
        always(random.nextInt(4) == 0 ? weight : 0, make);
    }

    private void always(int drawn, Supplier<OsCommand> make) {
        kinds.add(make);
        weights.add(drawn);
        totalWeight += drawn;
    }

    /** The next list for a session that stands as {@code desk}, or is not open yet. */
    CommandEnvelope next(@Nullable Desk desk, int number) {
        String freshId = "f" + number;
        parts.look(desk, freshId);
        if (importing) {
            exports.look(desk);
        }
        around.look(desk);
        List<OsCommand> commands = new ArrayList<>();
        if (desk == null && random.nextInt(50) > 0) {
            commands.add(openSession());
            for (int more = random.nextInt(3) - 1; more >= 0; more--) {
                commands.add(new LayoutCommand.AddWorkspace("More"));
            }
        }
        int count = random.nextInt(6) == 0 ? 2 + random.nextInt(3) : 1;
        while (commands.size() < count) {
            commands.add(command());
        }
        return new CommandEnvelope(
                SESSION,
                random.nextInt(3) == 0 ? World.BOB : World.ANN,
                new CommandId(CLIENTS.get(random.nextInt(CLIENTS.size())), number + 1L),
                START.plusMillis(number * 1500L),
                freshId,
                commands);
    }

    private SessionCommand.OpenSession openSession() {
        return random.nextInt(100) < 60
                ? SessionCommand.OpenSession.empty()
                : new SessionCommand.OpenSession(
                        random.nextBoolean() ? parts.text() : null, around.desktop(), parts.metadata());
    }

    private OsCommand command() {
        if (parts.noWindowIsOpen() && random.nextInt(4) > 0) {
            return parts.openWindow();
        }
        int left = random.nextInt(totalWeight);
        int kind = 0;
        while (left >= weights.get(kind)) {
            left -= weights.get(kind);
            kind++;
        }
        return kinds.get(kind).get();
    }
}
