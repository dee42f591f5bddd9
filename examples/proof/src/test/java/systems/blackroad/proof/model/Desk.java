package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.OsState.Workspaces;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/**
 * A session's desktop as the model has it, and what every event does to stacking and focus. The laws are those of {@code
 * docs/reference/window-model.md}. Not thread-safe.
 */
final class Desk {

    /** Law 3a: desktop, below, normal, dock and above together, fullscreen. */
    private static final int FULLSCREEN = 4;

    UserSession session;
    final Surroundings around;
    Past past = new Past();
    final Map<String, String> metadata;
    SessionStatus status = SessionStatus.LIVE;

    /** Laws 20a to 20c. */
    @Nullable
    ClientId holder;

    long tokens;

    @Nullable
    UserId impersonator;

    /** Names by id, in order (law 13a). */
    final Map<WorkspaceId, String> workspaces = new LinkedHashMap<>();

    WorkspaceId current = Workspace.FIRST.id();
    long revision;

    private final Map<WindowId, Pane> panes = new LinkedHashMap<>();
    private final List<List<Group>> bands = new ArrayList<>();
    private @Nullable Pane active;
    private long clock;
    private long never;

    Desk(UserSession session, Surroundings around, Map<String, String> metadata) {
        this.session = session;
        this.around = around;
        this.metadata = metadata;
        for (int band = 0; band <= FULLSCREEN; band++) {
            bands.add(new ArrayList<>());
        }
    }

    static Desk opened(UserSession session, Desktop desktop) {
        Desk desk = new Desk(session, new Surroundings(desktop), Map.of());
        desk.workspaces.put(Workspace.FIRST.id(), Workspace.FIRST.name());
        desk.revision = 1;
        return desk;
    }

    Desk copy() {
        Desk copy = new Desk(session, around.copy(), metadata);
        copy.status = status;
        copy.workspaces.putAll(workspaces);
        copy.holder = holder;
        copy.tokens = tokens;
        copy.impersonator = impersonator;
        copy.current = current;
        copy.past = past.copy();
        copy.revision = revision;
        copy.clock = clock;
        copy.never = never;
        for (int band = 0; band <= FULLSCREEN; band++) {
            for (Group group : bands.get(band)) {
                Group other = group.copy();
                copy.bands.get(band).add(other);
                other.panes().forEach(pane -> copy.panes.put(pane.id, pane));
            }
        }
        copy.active = active == null ? null : copy.panes.get(active.id);
        return copy;
    }

    // Looking things up

    int openWindows() {
        return panes.size();
    }

    /** The windows in stacking order, the lowest first. */
    List<Pane> stacked() {
        List<Pane> all = new ArrayList<>(panes.size());
        for (List<Group> band : bands) {
            for (Group group : band) {
                group.root().walk(all);
            }
        }
        return all;
    }

    Map<WindowId, WindowLayout> layouts() {
        Map<WindowId, WindowLayout> layouts = new LinkedHashMap<>();
        stacked().forEach(pane -> layouts.put(pane.id, pane.toLayout()));
        return layouts;
    }

    List<Group> groups() {
        return bands.stream().flatMap(List::stream).toList();
    }

    @Nullable
    Pane find(WindowId id) {
        return panes.get(id);
    }

    Pane need(WindowId id) {
        Pane pane = panes.get(id);
        if (pane == null) {
            throw Rejection.of(ErrorCode.WINDOW_NOT_FOUND);
        }
        return pane;
    }

    void needWorkspace(WorkspaceId id) {
        if (!workspaces.containsKey(id)) {
            throw Rejection.of(ErrorCode.WORKSPACE_NOT_FOUND);
        }
    }

    @Nullable
    Pane active() {
        return active;
    }

    /** Law 5: every window once, the most recently active first. */
    Stream<Pane> recent() {
        Pane[] sorted = panes.values().toArray(Pane[]::new);
        Arrays.sort(sorted, Comparator.comparingLong((Pane pane) -> -pane.lastActive));
        return Stream.of(sorted);
    }

    // Words of the page

    boolean isOnCurrent(Group group) {
        return group.sticky || group.workspace.equals(current);
    }

    boolean isVisible(Pane pane) {
        return isOnCurrent(pane.group) && !pane.isHidden();
    }

    boolean isEligible(Pane pane) {
        return isVisible(pane) && pane.hints.focusable() && !pane.hasModalChild();
    }

    Pane focusTarget(Pane pane) {
        return pane.children.stream()
                .filter(child -> child.hints.modal())
                .max(Comparator.comparingLong(child -> child.lastActive))
                .map(this::focusTarget)
                .orElse(pane);
    }

    // What events do

    /** An event that asks for no window: the focus follows law 7. */
    void happen(Consumer<Desk> change) {
        happen(change, null);
    }

    /**
     * One event: a change, then law 6 for the window that was asked for if there is one, then law 7, then the layers.
     *
     * @param asked the window to raise and activate; it may be made by {@code change}
     */
    void happen(Consumer<Desk> change, @Nullable WindowId asked) {
        Pane before = active;
        change.accept(this);
        Pane target = asked == null ? null : focusTarget(need(asked));
        if (target != null) {
            raiseWithinGroup(target);
        }
        activate(nextActive(target, before));
        settle(target == null ? null : target.group);
    }

    /** Puts a new window on top of its group, or makes it the root of a new one that {@link #settle} places. */
    void add(Pane pane) {
        if (pane.parent == null) {
            pane.group.root = pane;
        } else {
            pane.parent.children.add(pane);
        }
        never--;
        pane.lastActive = never;
        panes.put(pane.id, pane);
    }

    /** Puts a window where it was among others: below those that come later. */
    void put(Pane pane) {
        add(pane);
        if (pane.parent == null) {
            bands.get(0).add(pane.group);
        }
    }

    /** Makes a window the most recent one. */
    void count(Pane pane) {
        clock++;
        pane.lastActive = clock;
    }

    /** Gives the focus as it was, and the bands that follow from it. */
    void stack(@Nullable Pane focused) {
        active = focused;
        settle(null);
    }

    /** Takes a window without children off. */
    void remove(Pane pane) {
        if (pane.parent == null) {
            bands.forEach(band -> band.remove(pane.group));
        } else {
            pane.parent.children.remove(pane);
        }
        panes.remove(pane.id);
        past.close(pane);
    }

    private @Nullable Pane nextActive(@Nullable Pane target, @Nullable Pane before) {
        if (target != null && isEligible(target)) {
            return target;
        }
        if (before == null) {
            return recent().filter(this::isEligible).findFirst().orElse(null);
        }
        if (panes.containsKey(before.id) && isEligible(before)) {
            return before;
        }
        // Law 7. A closed window still knows its parent, which is open: descendants close first.
        for (Pane above = before.parent; above != null; above = above.parent) {
            Pane heir = focusTarget(above);
            if (isEligible(heir)) {
                return heir;
            }
        }
        return recent().filter(this::isEligible).findFirst().orElse(null);
    }

    /** Laws 5 and 13g: it is the most recent one, and not urgent. */
    private void activate(@Nullable Pane pane) {
        active = pane;
        if (pane != null) {
            clock++;
            pane.lastActive = clock;
            pane.notice = pane.notice.seen();
        }
    }

    /** Law 3c within a group: each window on the line from the root goes on top of its siblings. */
    private static void raiseWithinGroup(Pane pane) {
        for (Pane each = pane; each.parent != null; each = each.parent) {
            each.parent.children.remove(each);
            each.parent.children.add(each);
        }
    }

    /**
     * Laws 3a and 3c: each group goes to the band where it belongs now. The raised one comes from above all others. Of the
     * rest, those that climb land at the bottom of a band and those that sink on top of it, the lower ones lower.
     */
    private void settle(@Nullable Group raised) {
        if (raised != null) {
            bands.forEach(band -> band.remove(raised));
        }
        List<Group> all = groups();
        bands.forEach(List::clear);
        all.forEach(group -> bands.get(bandOf(group)).add(group));
        if (raised != null) {
            bands.get(bandOf(raised)).add(raised);
        }
    }

    private int bandOf(Group group) {
        if (active != null && active.group == group) {
            for (Pane pane : group.panes()) {
                if (pane.fullscreen && isVisible(pane)) {
                    return FULLSCREEN;
                }
            }
        }
        return switch (group.layer) {
            case DESKTOP -> 0;
            case BELOW -> 1;
            case NORMAL -> 2;
            case DOCK, ABOVE -> 3;
        };
    }

    /** The same as a value of the API. */
    OsState toState() {
        List<Window> windows = new ArrayList<>(panes.size());
        for (Pane pane : stacked()) {
            windows.add(pane.toWindow());
        }
        WindowStack stack = WindowStack.of(
                windows,
                active == null ? null : active.id,
                recent().map(pane -> pane.id).toList());
        List<Workspace> list = new ArrayList<>();
        workspaces.forEach((id, name) -> list.add(new Workspace(id, name)));
        return new OsState(
                session,
                status,
                new SessionControl(holder, tokens, impersonator),
                stack,
                new Workspaces(list, current),
                past.toMemory(),
                around.toDesktop(),
                metadata,
                revision);
    }
}
