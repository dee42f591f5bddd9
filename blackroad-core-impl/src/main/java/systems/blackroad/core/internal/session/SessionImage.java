package systems.blackroad.core.internal.session;

import java.time.Instant;
import java.util.List;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.internal.logic.Evolution;

/**
 * A session as it stood at one revision of one epoch: what deciding needs. Immutable.
 *
 * @param epoch the log's epoch
 * @param state the state
 * @param ledger the clients whose commands made it
 * @param lastAt the time of its last event
 */
record SessionImage(String epoch, OsState state, ClientLedger ledger, Instant lastAt) {

    long revision() {
        return state.revision();
    }

    /** Whether {@code other} is the same moment of the same log. */
    boolean isAt(SessionImage other) {
        return revision() == other.revision() && epoch.equals(other.epoch);
    }

    /** The image after {@code events}, which follow without a gap. */
    SessionImage after(List<RecordedEvent> events) {
        if (events.isEmpty()) {
            return this;
        }
        OsState next = state;
        for (RecordedEvent event : events) {
            next = Evolution.evolve(next, event.event());
        }
        List<CommandId> commands = events.stream().map(RecordedEvent::command).toList();
        return new SessionImage(
                epoch,
                next,
                ledger.with(commands),
                events.get(events.size() - 1).at());
    }
}
