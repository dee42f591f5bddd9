package systems.blackroad.proof.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.SessionCommand;

/** Command lists for one session, in order, under one world. */
record Script(World world, List<CommandEnvelope> lists) {

    Script {
        lists = List.copyOf(lists);
    }

    /** How many commands it has beside those that open the session. */
    long commands() {
        return lists.stream()
                .flatMap(list -> list.commands().stream())
                .filter(command -> !(command instanceof SessionCommand.OpenSession))
                .count();
    }

    /** Where {@code logic} and the model part ways; null if they agree on everything. */
    @Nullable
    Mismatch replay(Logic logic) {
        Comparison comparison = new Comparison(world, logic, Coverage.none());
        for (CommandEnvelope list : lists) {
            Mismatch mismatch = comparison.next(list);
            if (mismatch != null) {
                return mismatch;
            }
        }
        return null;
    }

    /** One command list on which model and logic disagree. */
    record Mismatch(CommandEnvelope list, String difference) {

        @Override
        public String toString() {
            return difference;
        }
    }
}
