package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WorkspaceId;

/** Random parts of commands: mostly such as make sense on the desk as it stands. Not thread-safe. */
final class Parts {

    private static final String LARGE = "x".repeat(60_000);
    static final String TOO_LONG = "y".repeat(257);
    /** Half of a surrogate pair. */
    static final String HALF = "\ud83d";

    private static final int[] CHANCES = {0, 30, 60, 90};

    private final SplittableRandom random;
    private final World world;
    private final int parentChance;
    private final int activeChance;
    private final List<WindowId> windows = new ArrayList<>();
    private final List<WorkspaceId> workspaces = new ArrayList<>();
    private final List<String> layouts = new ArrayList<>();
    private @Nullable WindowId active;
    private long revision;
    private String freshId = "";

    Parts(SplittableRandom random, World world) {
        this.random = random;
        this.world = world;
        this.parentChance = CHANCES[random.nextInt(CHANCES.length)];
        this.activeChance = CHANCES[random.nextInt(CHANCES.length)];
    }

    /** Takes over what is open, for the commands of one list. */
    void look(@Nullable Desk desk, String newFreshId) {
        freshId = newFreshId;
        windows.clear();
        workspaces.clear();
        layouts.clear();
        active = null;
        if (desk != null) {
            desk.stacked().forEach(pane -> windows.add(pane.id));
            revision = desk.revision;
            layouts.addAll(desk.past.saved.keySet());
            workspaces.addAll(desk.workspaces.keySet());
            Pane pane = desk.active();
            active = pane == null ? null : pane.id;
        }
    }

    boolean noWindowIsOpen() {
        return windows.isEmpty();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    WindowId window() {
        if (chance(4)) {
            return WindowId.of(any("nowhere", "f1", freshId, freshId + "-1"));
        }
        WindowId focused = active;
        if (focused != null && chance(activeChance)) {
            return focused;
        }
        return windows.isEmpty() ? WindowId.of(freshId) : windows.get(random.nextInt(windows.size()));
    }

    WorkspaceId workspace() {
        return workspaces.isEmpty() || chance(4)
                ? WorkspaceId.of(any("nowhere", freshId, "1"))
                : workspaces.get(random.nextInt(workspaces.size()));
    }

    /** Of a step to undo: mostly the latest, else one of the last ten events. */
    @Nullable
    Long revision() {
        return chance(70) ? null : Long.valueOf(revision + 1 - random.nextInt(10));
    }

    String newLayout() {
        return chance(80) ? "layout " + random.nextInt(15) : text();
    }

    String layout() {
        return layouts.isEmpty() || chance(4) ? newLayout() : layouts.get(random.nextInt(layouts.size()));
    }

    OpenWindow openWindow() {
        boolean transientWindow = chance(windows.isEmpty() ? 2 : parentChance);
        WindowOptions options = new WindowOptions(
                chance(20) ? position() : null,
                chance(25) ? size() : null,
                chance(8) ? size() : null,
                chance(8) ? size() : null,
                transientWindow ? window() : null,
                chance(transientWindow ? 35 : 2),
                chance(88),
                chance(transientWindow ? 3 : 25) ? any(WindowLayer.values()) : null);
        String app = world.apps().isEmpty() || chance(3)
                ? any("notes", "prism-console", "x1")
                : any("notes", "mail", "admin-tool", "kiosk");
        return new OpenWindow(
                AppId.of(app), chance(15) ? text() : null, metadata(), chance(10) ? WindowOptions.DEFAULTS : options);
    }

    Map<String, String> metadata() {
        if (world == World.WIDE && chance(60)) {
            return Map.of("k", LARGE);
        }
        return chance(85) ? Map.of() : Map.of(key(), metadataValue(), "other", any("", "ü"));
    }

    String key() {
        return any("a", "k", "äö", "z".repeat(64), "z".repeat(65), HALF);
    }

    String metadataValue() {
        return world == World.WIDE ? any("v", LARGE) : any("v", "", "a value", "ü".repeat(10), "w".repeat(30), HALF);
    }

    String text() {
        return chance(90)
                ? any("A", "B", "Überblick", "Sixteen chars ok")
                : any("", " ", "Seventeen chars..", TOO_LONG, HALF);
    }

    Position position() {
        return new Position(any(100, 130, -5, 40), any(100, 130, 0));
    }

    Size size() {
        return new Size(any(800, 400, 100, 1200), any(600, 300, 50));
    }

    SnapZone zone() {
        return any(SnapZone.LEFT, SnapZone.TOP_RIGHT, SnapZone.CENTER_THIRD);
    }

    WindowNotice notice() {
        return new WindowNotice(
                chance(50) ? null : any("1", "12345678", "123456789", HALF),
                chance(50) ? null : Integer.valueOf(random.nextInt(3)),
                chance(20),
                chance(60));
    }
}
