package systems.blackroad.proof.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.Decision;

/** One defect, planted around the production code. The comparison with the model must find every one of them. */
interface Mutation {

    /** All of them. */
    static Stream<Mutation> all() {
        return Stream.of(
                        WindowMutation.values(),
                        LayoutMutation.values(),
                        DesktopMutation.values(),
                        ListMutation.values())
                .flatMap(Stream::of);
    }

    /** With how many commands it can be shown. */
    default int mostCommands() {
        return 8;
    }

    /** What becomes of the events of an accepted list. */
    default List<OsEvent> events(CommandEnvelope list, List<OsEvent> events) {
        return events;
    }

    /** What becomes of one event. */
    default OsEvent event(OsState before, OsEvent event) {
        return event;
    }

    /** What becomes of the state after one event. */
    default OsState evolved(OsState before, OsEvent event, OsState after) {
        return after;
    }

    /** What becomes of a rejection. */
    default Decision rejected(World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
        return rejected;
    }

    /** What becomes of a list that changes nothing. */
    default Decision unchanged(@Nullable OsState state) {
        return new Decision.Unchanged();
    }

    /** The production code with this defect. */
    default Logic around(World world) {
        return new Planting(this, world);
    }
}
