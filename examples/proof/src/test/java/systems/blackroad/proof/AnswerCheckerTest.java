package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.proof.Answer.Effect;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnswerCheckerTest {

    private static final Answer FIRST = answer(Effect.NEW, 5, 6, false, 10, 20);

    @Test
    void repeats_that_give_the_first_outcome_have_no_violation() {
        assertThat(check(
                        FIRST,
                        answer(Effect.REPEATED, 5, 6, true, 30, 40),
                        answer(Effect.REPEATED, 5, 6, true, 15, 50)))
                .isEmpty();
    }

    @Test
    void a_repeat_may_take_effect_where_the_first_sending_did_not() {
        assertThat(check(answer(Effect.NONE, 4, 4, false, 1, 2), answer(Effect.NEW, 5, 6, true, 30, 40)))
                .isEmpty();
    }

    @Test
    void of_two_sendings_at_once_either_may_be_the_first() {
        assertThat(check(answer(Effect.REPEATED, 5, 6, false, 10, 20), answer(Effect.NEW, 5, 6, true, 12, 40)))
                .isEmpty();
        assertThat(check(answer(Effect.NONE, 4, 4, true, 10, 30), answer(Effect.NEW, 5, 6, false, 12, 20)))
                .isEmpty();
    }

    @Test
    void a_repeat_with_another_revision_is_found() {
        assertThat(check(FIRST, answer(Effect.REPEATED, 7, 8, true, 30, 40)))
                .singleElement()
                .asString()
                .startsWith("ANSWER session s command c:1");
    }

    @Test
    void two_answers_that_both_say_they_are_the_first_are_found() {
        assertThat(check(FIRST, answer(Effect.NEW, 5, 6, true, 15, 40)))
                .singleElement()
                .asString()
                .startsWith("TWICE session s command c:1");
    }

    @Test
    void a_command_that_took_effect_and_is_decided_anew_is_found() {
        assertThat(check(FIRST, answer(Effect.NONE, 9, 9, true, 30, 40)))
                .singleElement()
                .asString()
                .startsWith("FORGOT session s command c:1");
        assertThat(check(answer(Effect.REPEATED, 5, 6, false, 10, 20), answer(Effect.NEW, 5, 6, true, 30, 40)))
                .singleElement()
                .asString()
                .startsWith("FORGOT session s command c:1");
    }

    private static List<String> check(Answer... answers) {
        return AnswerChecker.check(new ArrayList<>(List.of(answers)));
    }

    private static Answer answer(Effect effect, long first, long last, boolean again, long invoked, long returned) {
        return new Answer("s", "c:1", effect, first, last, again, invoked, returned);
    }
}
