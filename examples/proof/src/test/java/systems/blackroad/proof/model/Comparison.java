package systems.blackroad.proof.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.Decision;
import systems.blackroad.proof.model.Script.Mismatch;

/** One session, in the model and in the logic under test side by side. Not thread-safe. */
final class Comparison {

    private final Model model;
    private final Logic logic;
    private final Coverage coverage;
    private @Nullable OsState state;

    Comparison(World world, Logic logic, Coverage coverage) {
        this.model = new Model(world.limits(), world.apps());
        this.logic = logic;
        this.coverage = coverage;
    }

    @Nullable
    Desk desk() {
        return model.desk();
    }

    /** Applies a list on both sides: the answers must agree, and the state after each single event. */
    @Nullable
    Mismatch next(CommandEnvelope list) {
        Model.Answer expected = model.apply(list);
        coverage.count(list, expected, model.desk());
        @Nullable String difference;
        try {
            difference = compare(expected, logic.decide(state, list));
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            difference = "expected " + Difference.summary(expected) + ", thrown " + e;
        }
        return difference == null ? null : new Mismatch(list, difference);
    }

    private @Nullable String compare(Model.Answer expected, Decision found) {
        if (found instanceof Decision.Rejected rejected) {
            return expected.rejected().contains(rejected.code())
                    ? null
                    : "expected " + Difference.summary(expected) + ", found " + rejected;
        }
        if (!expected.rejected().isEmpty()) {
            return "expected " + Difference.summary(expected) + ", found " + found;
        }
        if (found instanceof Decision.Accepted accepted && !expected.states().isEmpty()) {
            return compare(expected.states(), accepted);
        }
        return found instanceof Decision.Unchanged && expected.states().isEmpty()
                ? null
                : "expected " + Difference.summary(expected) + ", found " + found;
    }

    private @Nullable String compare(List<OsState> expected, Decision.Accepted found) {
        int place = 0;
        for (OsEvent event : found.events()) {
            state = logic.evolve(state, event);
            if (place == expected.size()) {
                return "expected " + place + " events, but then comes " + event;
            }
            if (!state.equals(expected.get(place))) {
                return "after event " + place + ", " + event + ":\n" + Difference.of(expected.get(place), state);
            }
            place++;
        }
        if (place < expected.size()) {
            return "event " + place + " is missing:\n" + Difference.of(expected.get(place), found.state());
        }
        OsState folded = Objects.requireNonNull(state);
        return found.state().equals(folded)
                ? null
                : "the decision's state is not the fold of its events:\n" + Difference.of(found.state(), folded);
    }
}
