package systems.blackroad.proof.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsCommand;

/** What random scripts reached: counts by name, to be printed and to be held against floors. Not thread-safe. */
final class Coverage {

    /** What a desk may have, each to be reached often. */
    static final List<String> REACHED = List.of(
            "desks with 5 windows or more",
            "desks with 11 windows or more",
            "desks with several workspaces",
            "desks without an active window, but with windows",
            "desks with something to redo",
            "sticky groups",
            "groups elsewhere",
            "desks with two groups of several windows",
            "desks with three layers or more",
            "minimized windows",
            "maximized windows",
            "snapped windows",
            "fullscreen windows",
            "modal windows",
            "windows that cannot be active",
            "urgent windows",
            "full desktops",
            "full taskbars",
            "full trays",
            "full sets of tokens",
            "full notifications with a read one",
            "full notifications without a read one",
            "full clipboards",
            "full sets of shortcuts");

    /** How much of a kind a desk may have, with the least that some desk must reach. */
    static final Map<String, Integer> MOST = Map.of(
            "windows", 20,
            "workspaces", 10,
            "windows in a group", 12,
            "windows in a line", 9,
            "steps", 50,
            "saved layouts", 10);

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<ErrorCode, Integer> rejections = new EnumMap<>(ErrorCode.class);
    private final boolean counting;

    private Coverage(boolean counting) {
        this.counting = counting;
    }

    static Coverage counting() {
        return new Coverage(true);
    }

    /** Counts nothing. */
    static Coverage none() {
        return new Coverage(false);
    }

    void count(CommandEnvelope list, Model.Answer answer, @Nullable Desk desk) {
        if (!counting) {
            return;
        }
        add("lists");
        add("commands", list.commands().size());
        String outcome =
                answer.rejected().isEmpty() ? answer.states().isEmpty() ? "unchanged" : "accepted" : "rejected";
        add(outcome);
        add("events", answer.states().size());
        answer.rejected().forEach(code -> rejections.merge(code, 1, Integer::sum));
        for (OsCommand command : list.commands()) {
            add("command " + command.getClass().getSimpleName() + " " + outcome);
        }
        if (desk != null && !answer.states().isEmpty()) {
            reach(desk);
        }
    }

    private void reach(Desk desk) {
        add("desks");
        most("windows", desk.openWindows());
        most("workspaces", desk.workspaces.size());
        reached("desks with 5 windows or more", desk.openWindows() >= 5);
        reached("desks with 11 windows or more", desk.openWindows() >= 11);
        reached("desks with several workspaces", desk.workspaces.size() > 1);
        reached("desks without an active window, but with windows", desk.active() == null && desk.openWindows() > 0);
        most("steps", desk.past.steps(false).size());
        most("saved layouts", desk.past.saved.size());
        reached("desks with something to redo", !desk.past.steps(true).isEmpty());
        reachAround(desk.around);
        int groups = 0;
        int layers = 0;
        for (Group group : desk.groups()) {
            int size = group.panes().size();
            most("windows in a group", size);
            groups += size > 1 ? 1 : 0;
            layers |= 1 << group.layer.rank();
            reached("sticky groups", group.sticky);
            reached("groups elsewhere", !desk.isOnCurrent(group));
        }
        reached("desks with two groups of several windows", groups > 1);
        reached("desks with three layers or more", Integer.bitCount(layers) > 2);
        for (Pane pane : desk.stacked()) {
            most("windows in a line", pane.depth() + 1);
            reached("minimized windows", pane.minimized);
            reached("maximized windows", pane.maximized);
            reached("snapped windows", pane.zone != null);
            reached("fullscreen windows", pane.fullscreen);
            reached("modal windows", pane.hints.modal());
            reached("windows that cannot be active", !pane.hints.focusable());
            reached("urgent windows", pane.notice.urgent());
        }
    }

    private void reachAround(Surroundings around) {
        reached("full desktops", around.icons.size() == 100);
        reached("full taskbars", around.pins.size() == 100);
        reached("full trays", around.tray.size() == 100);
        reached("full sets of tokens", around.tokens.size() == 50);
        boolean full = around.noteIds().size() == 50;
        reached("full notifications with a read one", full && around.hasRead());
        reached("full notifications without a read one", full && !around.hasRead());
        reached("full clipboards", around.clipCount() == 20);
        reached("full sets of shortcuts", around.shortcuts.size() == 100);
    }

    private void reached(String name, boolean holds) {
        if (holds) {
            add(name);
        }
    }

    private void add(String name) {
        add(name, 1);
    }

    private void add(String name, int more) {
        counts.merge(name, more, Integer::sum);
    }

    private void most(String name, int value) {
        counts.merge("most " + name, value, Math::max);
    }

    void merge(Coverage other) {
        other.counts.forEach(
                (name, count) -> counts.merge(name, count, name.startsWith("most ") ? Math::max : Integer::sum));
        other.rejections.forEach((code, count) -> rejections.merge(code, count, Integer::sum));
    }

    int of(String name) {
        return counts.getOrDefault(name, 0);
    }

    int of(ErrorCode code) {
        return rejections.getOrDefault(code, 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((name, count) -> text.append(String.format("%,12d  %s%n", count, name)));
        rejections.forEach((code, count) -> text.append(String.format("%,12d  rejected %s%n", count, code)));
        return text.toString();
    }
}
