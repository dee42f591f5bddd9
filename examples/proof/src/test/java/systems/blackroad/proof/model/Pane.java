package systems.blackroad.proof.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowState;

/** A window as the model has it: a node in its group's tree. Not thread-safe. */
final class Pane {

    final WindowId id;
    final AppId app;
    final WindowHints hints;
    final Instant createdAt;
    final Group group;
    final @Nullable Pane parent;

    /** The transients right above this window, the lowest first (law 3b). */
    final List<Pane> children = new ArrayList<>();

    String title;
    Position position;
    Size size;
    WindowNotice notice = WindowNotice.NONE;
    Map<String, String> metadata;

    /** Laws 9, 10: these four hold or not, each by itself. */
    boolean minimized;

    boolean maximized;
    boolean fullscreen;

    @Nullable
    SnapZone zone;

    /** When it was last active, on the desk's own clock; negative if never (law 5). */
    long lastActive;

    Pane(WindowId id, Birth birth, Group group, @Nullable Pane parent) {
        this.id = id;
        this.app = birth.app();
        this.hints = birth.hints();
        this.createdAt = birth.createdAt();
        this.title = birth.title();
        this.position = birth.position();
        this.size = birth.size();
        this.metadata = new TreeMap<>(birth.metadata());
        this.group = group;
        this.parent = parent;
    }

    /** What a window has from its opening. */
    record Birth(
            AppId app,
            String title,
            WindowHints hints,
            Position position,
            Size size,
            Map<String, String> metadata,
            Instant createdAt) {}

    Pane copy(Group newGroup, @Nullable Pane newParent) {
        Birth birth = new Birth(app, title, hints, position, size, metadata, createdAt);
        Pane copy = new Pane(id, birth, newGroup, newParent);
        copy.notice = notice;
        copy.minimized = minimized;
        copy.maximized = maximized;
        copy.fullscreen = fullscreen;
        copy.zone = zone;
        copy.lastActive = lastActive;
        for (Pane child : children) {
            copy.children.add(child.copy(newGroup, copy));
        }
        return copy;
    }

    /** Minimized itself, or below one that is. */
    boolean isHidden() {
        return minimized || isBelowMinimized();
    }

    boolean isBelowMinimized() {
        return parent != null && parent.isHidden();
    }

    boolean hasModalChild() {
        return children.stream().anyMatch(child -> child.hints.modal());
    }

    /** How many windows are in its line above it. */
    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** This window and, above it, all that descend from it. */
    void walk(List<Pane> into) {
        into.add(this);
        for (Pane child : children) {
            child.walk(into);
        }
    }

    WindowLayout toLayout() {
        WindowState returnsTo = maximized ? WindowState.MAXIMIZED : WindowState.NORMAL;
        return new WindowLayout(
                minimized ? WindowState.MINIMIZED : returnsTo,
                returnsTo,
                position,
                size,
                zone,
                fullscreen,
                group.layer,
                group.workspace,
                group.sticky);
    }

    /** The same as a value of the API. */
    Window toWindow() {
        return new Window(id, app, title, toLayout(), hints, notice, createdAt, metadata);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
