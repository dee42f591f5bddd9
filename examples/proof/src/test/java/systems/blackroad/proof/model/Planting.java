package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsLogic;

/** The production code with one mutation around it, and what mutations are made of. */
final class Planting implements Logic {

    private final Mutation mutation;
    private final World world;
    private final Logic production;

    Planting(Mutation mutation, World world) {
        this.mutation = mutation;
        this.world = world;
        this.production = Logic.production(world);
    }

    @Override
    public Decision decide(@Nullable OsState state, CommandEnvelope list) {
        Decision decision = production.decide(state, list);
        if (decision instanceof Decision.Rejected rejected) {
            return mutation.rejected(world, state, list, rejected);
        }
        if (!(decision instanceof Decision.Accepted accepted)) {
            return mutation.unchanged(state);
        }
        if (state == null) {
            return accepted;
        }
        List<OsEvent> events = new ArrayList<>();
        OsState now = state;
        for (OsEvent event : mutation.events(list, accepted.events())) {
            OsEvent planted = mutation.event(now, event);
            events.add(planted);
            now = evolve(now, planted);
        }
        return new Decision.Accepted(events, now);
    }

    @Override
    public OsState evolve(@Nullable OsState state, OsEvent event) {
        OsState after = OsLogic.evolve(state, event);
        return state == null ? after : mutation.evolved(state, event, after);
    }

    /** One event more, as a decision. */
    static Decision fold(OsState state, OsEvent event) {
        return new Decision.Accepted(List.of(event), OsLogic.evolve(state, event));
    }

    /** The same state with other windows. */
    static OsState with(OsState state, WindowStack stack) {
        return with(state, stack, state.memory());
    }

    /** The same state with another memory. */
    static OsState with(OsState state, LayoutMemory memory) {
        return with(state, state.stack(), memory);
    }

    private static OsState with(OsState state, WindowStack stack, LayoutMemory memory) {
        return new OsState(
                state.session(),
                state.status(),
                state.control(),
                stack,
                state.workspaces(),
                memory,
                state.desktop(),
                state.metadata(),
                state.revision());
    }

    /** The same state with another desktop. */
    static OsState with(OsState state, Desktop desktop) {
        return new OsState(
                state.session(),
                state.status(),
                state.control(),
                state.stack(),
                state.workspaces(),
                state.memory(),
                desktop,
                state.metadata(),
                state.revision());
    }

    /** The same state of another session. */
    static OsState with(OsState state, UserSession session) {
        return new OsState(
                session,
                state.status(),
                state.control(),
                state.stack(),
                state.workspaces(),
                state.memory(),
                state.desktop(),
                state.metadata(),
                state.revision());
    }

    static WindowLayout layout(OsState state, WindowId id) {
        return state.findWindow(id).orElseThrow().layout();
    }

    static OsState relaid(OsState state, WindowId id, WindowLayout layout) {
        return with(state, state.stack().changed(id, window -> window.withLayout(layout)));
    }

    /** The same places, taken by the moved windows in the opposite order. */
    static Focus reversed(Focus focus) {
        List<Restack> moves = focus.restacked();
        List<Restack> turned = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            turned.add(new Restack(
                    moves.get(moves.size() - 1 - i).window(), moves.get(i).zIndex()));
        }
        return new Focus(focus.active(), turned);
    }

    /** Whether a window may have the focus once {@code closed} is gone. */
    static boolean couldBeActive(OsState state, WindowId id, WindowId closed) {
        Optional<Window> window = state.findWindow(id);
        boolean blocked = state.windows().stream()
                .anyMatch(other -> other.hints().modal() && !other.id().equals(closed) && id.equals(other.parent()));
        return !blocked && state.isVisible(id) && window.orElseThrow().hints().focusable();
    }

    /** Whether the two lowest windows are groups of their own in one layer. */
    static boolean areRootsOfOneLayer(OsState state) {
        Window first = state.windows().get(0);
        Window second = state.windows().get(1);
        return first.parent() == null
                && second.parent() == null
                && state.windows().stream()
                        .noneMatch(window -> first.id().equals(window.parent())
                                || second.id().equals(window.parent()))
                && first.layout().layer() == second.layout().layer();
    }

    /** The same list by another sender. */
    static CommandEnvelope from(Actor actor, CommandEnvelope list) {
        return new CommandEnvelope(list.session(), actor, list.id(), list.at(), list.freshId(), list.commands());
    }

    /** Other commands in the same envelope. */
    static CommandEnvelope of(CommandEnvelope list, List<OsCommand> commands) {
        return new CommandEnvelope(list.session(), list.actor(), list.id(), list.at(), list.freshId(), commands);
    }
}
