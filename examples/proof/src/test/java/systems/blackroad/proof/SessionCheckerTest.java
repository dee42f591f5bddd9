package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.proof.Operation.Kind;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionCheckerTest {

    private static final int ROUNDS = 200;

    @Test
    void a_correct_history_has_no_violation() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Recorded recorded = record(seed);
            assertThat(SessionChecker.check(recorded.history(), recorded.logs))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void a_lost_acknowledgement_is_found() {
        plant("LOST", (recorded, random) -> recorded.log().remove(recorded.log().size() - 1));
    }

    @Test
    void another_commands_event_in_an_acknowledged_place_is_found() {
        plant("LOST", (recorded, random) -> {
            int place = random.nextInt(recorded.log().size());
            recorded.log().set(place, recorded.unanswered());
        });
    }

    @Test
    void a_gap_is_found() {
        plant(
                "GAP",
                (recorded, random) ->
                        recorded.log().set(random.nextInt(recorded.log().size()), null));
    }

    @Test
    void a_command_that_was_applied_twice_is_found() {
        plant("TWICE", (recorded, random) -> recorded.log().add(recorded.log().get(0)));
    }

    @Test
    void an_event_of_a_command_that_nobody_sent_is_found() {
        plant("PHANTOM", (recorded, random) -> recorded.log().add("nobody:1"));
    }

    @Test
    void a_stale_read_is_found() {
        plant("STALE", (recorded, random) -> {
            Operation write = recorded.operations.get(recorded.operations.size() - 1);
            recorded.operations.add(new Operation(
                    "s",
                    Kind.READ,
                    write.last() - 1,
                    write.last() - 1,
                    "",
                    write.returned() + 1,
                    write.returned() + 2));
        });
    }

    @Test
    void two_answers_in_the_wrong_order_are_found() {
        plant("STALE", (recorded, random) -> {
            Operation last = recorded.operations.remove(recorded.operations.size() - 1);
            Operation before = recorded.operations.remove(recorded.operations.size() - 1);
            recorded.operations.add(withTimesOf(before, last));
            recorded.operations.add(withTimesOf(last, before));
        });
    }

    @Test
    void a_repeat_that_was_answered_with_another_commands_revision_is_found() {
        plant("LOST", (recorded, random) -> {
            Answer first = recorded.answers.get(0);
            recorded.answers.add(new Answer(
                    "s", first.command(), Answer.Effect.REPEATED, first.last() + 1, first.last() + 1, true, 500, 501));
        });
    }

    @Test
    void a_refusal_that_never_should_be_is_found() {
        Recorded recorded = record(1);
        SessionHistory history = recorded.history();
        SessionHistory refused =
                new SessionHistory(history.operations(), history.commands(), history.answers(), List.of("REFUSED c:1"));
        assertThat(SessionChecker.check(refused, recorded.logs)).containsExactly("REFUSED c:1");
    }

    private interface Fault {
        void plant(Recorded recorded, Random random);
    }

    private static void plant(String kind, Fault fault) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Recorded recorded = record(seed);
            fault.plant(recorded, new Random(seed));
            assertThat(SessionChecker.check(recorded.history(), recorded.logs))
                    .as("seed %d", seed)
                    .anyMatch(violation -> violation.startsWith(kind + " "));
        }
    }

    private static Operation withTimesOf(Operation operation, Operation times) {
        return new Operation(
                operation.session(),
                operation.kind(),
                operation.first(),
                operation.last(),
                operation.command(),
                times.invoked(),
                times.returned());
    }

    /** A history of writes of 1 to 3 events and reads, one after the other, with an unanswered command at the end. */
    private static Recorded record(long seed) {
        Random random = new Random(seed);
        Recorded recorded = new Recorded();
        long now = 0;
        for (int number = 1; number <= 30; number++) {
            long invoked = now + 1;
            now = invoked + 1 + random.nextInt(5);
            String command = "c:" + number;
            if (number > 1 && number < 29 && random.nextInt(3) == 0) {
                long seen = recorded.log().size();
                recorded.operations.add(new Operation("s", Kind.READ, seen, seen, "", invoked, now));
                continue;
            }
            int events = 1 + random.nextInt(3);
            long first = recorded.log().size() + 1L;
            for (int i = 0; i < events; i++) {
                recorded.log().add(command);
            }
            recorded.commands.add(command);
            long last = first + events - 1;
            recorded.operations.add(new Operation("s", Kind.WRITE, first, last, command, invoked, now));
            recorded.answers.add(new Answer("s", command, Answer.Effect.NEW, first, last, false, invoked, now));
            if (random.nextInt(4) == 0) {
                // Another node is asked again, much later.
                recorded.answers.add(
                        new Answer("s", command, Answer.Effect.REPEATED, first, last, true, now + 1000, now + 1001));
            }
        }
        recorded.commands.add(recorded.unanswered());
        return recorded;
    }

    private static final class Recorded {

        private final List<Operation> operations = new ArrayList<>();
        private final Set<String> commands = new HashSet<>();
        private final List<Answer> answers = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final Map<String, List<String>> logs = Map.of("s", log);

        List<String> log() {
            return log;
        }

        String unanswered() {
            return "c:999";
        }

        SessionHistory history() {
            return new SessionHistory(operations, commands, answers, List.of());
        }
    }
}
