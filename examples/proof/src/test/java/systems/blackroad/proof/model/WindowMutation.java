package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent.Reason;
import systems.blackroad.api.event.LayoutEvent.WindowsArranged;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent.WindowClosed;
import systems.blackroad.api.event.WindowEvent.WindowFocused;
import systems.blackroad.api.event.WindowEvent.WindowMinimized;
import systems.blackroad.api.event.WindowEvent.WindowOpened;
import systems.blackroad.api.event.WindowEvent.WindowResized;
import systems.blackroad.api.event.WindowEvent.WindowRestored;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.core.Decision;

/** Defects of stacking, focus, states and bounds. */
enum WindowMutation implements Mutation {
    /** Law 2. */
    FOCUSING_DOES_NOT_RAISE {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof WindowFocused focused
                    ? new WindowFocused(
                            focused.window(), Focus.on(focused.focus().active()))
                    : event;
        }
    },
    /** Law 3c. */
    RAISED_WINDOWS_CHANGE_THEIR_ORDER {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof WindowFocused focused
                            && focused.focus().restacked().size() > 1
                    ? new WindowFocused(focused.window(), Planting.reversed(focused.focus()))
                    : event;
        }
    },
    /** Law 3c. */
    SORT_BY_LAYER_IS_NOT_STABLE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            boolean layer = event instanceof WindowsArranged arranged && arranged.reason() == Reason.LAYER;
            if (!layer || after.windows().size() < 3 || !Planting.areRootsOfOneLayer(after)) {
                return after;
            }
            WindowId second = after.windows().get(1).id();
            return Planting.with(after, after.stack().restacked(List.of(new Restack(second, 0))));
        }
    },
    /** Law 5. */
    A_WINDOW_THAT_OPENS_UNFOCUSED_COUNTS_AS_RECENT {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            if (!(event instanceof WindowOpened opened) || opened.window().id().equals(after.activeWindowId())) {
                return after;
            }
            List<WindowId> order = new ArrayList<>(after.focusOrder());
            order.remove(opened.window().id());
            order.add(Math.min(order.size(), 1), opened.window().id());
            return Planting.with(after, WindowStack.of(after.windows(), after.activeWindowId(), order));
        }
    },
    /** Law 6. */
    FOCUS_GOES_TO_A_WINDOW_WITH_AN_OPEN_MODAL_CHILD {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof WindowFocused focused
                    ? new WindowFocused(
                            focused.window(),
                            new Focus(focused.window(), focused.focus().restacked()))
                    : event;
        }
    },
    /** Law 7. */
    FOCUS_IGNORES_ANCESTORS {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof WindowClosed closed) || !closed.window().equals(before.activeWindowId())) {
                return event;
            }
            WindowId next = before.focusOrder().stream()
                    .filter(id -> !id.equals(closed.window()) && Planting.couldBeActive(before, id, closed.window()))
                    .findFirst()
                    .orElse(null);
            return new WindowClosed(
                    closed.window(), new Focus(next, closed.focus().restacked()));
        }
    },
    /** Law 8e. */
    LOWER_CHILDREN_CLOSE_FIRST {
        @Override
        public List<OsEvent> events(CommandEnvelope list, List<OsEvent> events) {
            List<OsEvent> turned = new ArrayList<>(events);
            if (turned.stream().filter(WindowClosed.class::isInstance).count() > 2) {
                Collections.swap(turned, 0, 1);
            }
            return turned;
        }
    },
    /** Law 10. */
    RESTORING_FORGETS_THAT_IT_WAS_MAXIMIZED {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof WindowRestored restored
                    ? new WindowRestored(restored.window(), WindowState.NORMAL, restored.focus())
                    : event;
        }
    },
    /** Law 10. */
    MINIMIZING_LEAVES_FULLSCREEN {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            return event instanceof WindowMinimized minimized
                    ? Planting.relaid(
                            after,
                            minimized.window(),
                            Planting.layout(after, minimized.window()).withFullscreen(false))
                    : after;
        }
    },
    /** Law 11. */
    A_MAXIMIZED_WINDOW_MAY_BE_MOVED {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            return rejected.code() == ErrorCode.WINDOW_MAXIMIZED ? new Decision.Unchanged() : rejected;
        }
    },
    /** Law 11a. */
    MIN_SIZE_IS_IGNORED {
        @Override
        public List<OsEvent> events(CommandEnvelope list, List<OsEvent> events) {
            return events.get(0) instanceof WindowResized resized
                            && list.commands().size() == 1
                            && list.commands().get(0) instanceof ResizeWindow command
                    ? List.of(new WindowResized(resized.window(), resized.position(), command.size()))
                    : events;
        }
    },
    /** Law 12. */
    THE_CASCADE_BEGINS_ONE_STEP_LATE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            return event instanceof WindowOpened opened && before.windows().isEmpty()
                    ? Planting.relaid(
                            after,
                            opened.window().id(),
                            Planting.layout(after, opened.window().id())
                                    .withBounds(
                                            new Position(130, 130),
                                            opened.window().size()))
                    : after;
        }
    },
    /** Law 12a. */
    THE_FIRST_BOUNDS_OF_AN_APP_STAY_REMEMBERED {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            if (!(event instanceof WindowClosed closed)) {
                return after;
            }
            AppId app = before.findWindow(closed.window()).orElseThrow().appId();
            LayoutMemory memory = after.memory();
            List<AppBounds> bounds = new ArrayList<>(memory.bounds());
            before.memory().findBounds(app).ifPresent(first -> bounds.set(0, first));
            return Planting.with(after, LayoutMemory.of(memory.history(), memory.saved(), bounds));
        }
    },
    /** Law 13g. */
    BECOMING_ACTIVE_LEAVES_A_WINDOW_URGENT {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            WindowId active = after.activeWindowId();
            Window was = active == null ? null : before.findWindow(active).orElse(null);
            return was == null || !was.notice().urgent()
                    ? after
                    : Planting.with(after, after.stack().changed(was.id(), window -> window.withNotice(was.notice())));
        }
    }
}
