package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent.Arranged;
import systems.blackroad.api.event.LayoutEvent.LayoutUndone;
import systems.blackroad.api.event.LayoutEvent.Reason;
import systems.blackroad.api.event.LayoutEvent.WindowsArranged;
import systems.blackroad.api.event.LayoutEvent.WorkspaceRemoved;
import systems.blackroad.api.event.LayoutEvent.WorkspaceSwitched;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent.WindowMoved;
import systems.blackroad.api.event.WindowEvent.WindowOpened;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutHistory.Step;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;

/** Defects of arrangement, workspaces, undo and saved layouts. */
enum LayoutMutation implements Mutation {
    /** Law 8b. */
    NO_SWITCH_TO_THE_WORKSPACE_OF_WHAT_IS_RAISED {
        @Override
        public List<OsEvent> events(CommandEnvelope list, List<OsEvent> events) {
            return events.size() == 2 && events.get(0) instanceof WorkspaceSwitched ? events.subList(1, 2) : events;
        }
    },
    /** Law 11. */
    MOVING_KEEPS_THE_SNAP_ZONE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            if (!(event instanceof WindowMoved moved)) {
                return after;
            }
            WindowLayout old = Planting.layout(before, moved.window());
            return Planting.relaid(
                    after,
                    moved.window(),
                    old.withBounds(moved.position(), old.size()).withSnap(old.snap()));
        }
    },
    /** Law 13b. */
    STICKY_CONCERNS_ONE_WINDOW_ONLY {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof WindowsArranged arranged && arranged.reason() == Reason.STICKY
                    ? new WindowsArranged(Reason.STICKY, arranged.windows().subList(0, 1), arranged.focus())
                    : event;
        }
    },
    /** Law 13c. */
    WINDOWS_OF_A_REMOVED_WORKSPACE_GO_TO_THE_NEXT_ONE {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof WorkspaceRemoved removed)) {
                return event;
            }
            List<Workspace> list = before.workspaces().list();
            int next = Math.min(before.workspaces().indexOf(removed.workspace()) + 1, list.size() - 1);
            WorkspaceRemoved other =
                    new WorkspaceRemoved(removed.workspace(), list.get(next).id(), removed.current(), removed.focus());
            return list.get(next).id().equals(removed.workspace()) ? removed : other;
        }
    },
    /** Law 13i. */
    OPENING_ENDS_WHAT_COULD_BE_UNDONE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            return event instanceof WindowOpened
                    ? Planting.with(after, after.memory().withHistory(LayoutHistory.empty()))
                    : after;
        }
    },
    /** Law 13j. */
    UNDOING_TAKES_THE_LAYER_BACK_TOO {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof LayoutUndone undone)) {
                return event;
            }
            List<Arranged> windows = undone.windows().stream()
                    .map(each -> new Arranged(each.window(), each.layout().withLayer(WindowLayer.NORMAL)))
                    .toList();
            return new LayoutUndone(undone.step(), windows, undone.focus());
        }
    },
    /** Law 13k. */
    A_NEW_STEP_LEAVES_WHAT_COULD_BE_REDONE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            List<Step> steps = after.memory().history().steps();
            if (steps.isEmpty() || steps.get(steps.size() - 1).revision() != after.revision()) {
                return after;
            }
            List<Step> all = new ArrayList<>(before.memory().history().steps());
            all.add(steps.get(steps.size() - 1));
            return Planting.with(after, after.memory().withHistory(LayoutHistory.of(all)));
        }
    },
    /** Law 13l. */
    UNDOING_GIVES_THE_FOCUS {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof LayoutUndone undone
                    ? new LayoutUndone(
                            undone.step(),
                            undone.windows(),
                            new Focus(
                                    undone.windows().get(0).window(),
                                    undone.focus().restacked()))
                    : event;
        }
    },
    /** Law 13m. */
    RESTORING_A_LAYOUT_LEAVES_WINDOWS_OPENED_SINCE {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof WindowsArranged arranged) || arranged.reason() != Reason.LAYOUT) {
                return event;
            }
            List<Arranged> old = arranged.windows().stream()
                    .filter(each -> before.memory().saved().stream()
                            .flatMap(layout -> layout.places().stream())
                            .anyMatch(place -> place.window().equals(each.window())))
                    .toList();
            return new WindowsArranged(arranged.reason(), old, arranged.focus());
        }
    }
}
