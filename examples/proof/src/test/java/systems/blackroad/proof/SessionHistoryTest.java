package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.proof.Answer.Effect;
import systems.blackroad.proof.Operation.Kind;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionHistoryTest {

    @TempDir
    Path folder;

    @Test
    void a_repeat_of_another_workers_command_is_an_answer_and_no_operation_of_its_time() throws IOException {
        SessionHistory history = read(
                "I 1 s c:1 10 MOVE",
                "W 1 5 6 20 0",
                "T 2 s c:1 30 MOVE",
                "W 2 5 6 40 1",
                "T 3 s c:2 50 MOVE",
                "W 3 7 7 60 0");
        assertThat(history.operations())
                .containsExactly(
                        new Operation("s", Kind.WRITE, 5, 6, "c:1", 10, 20),
                        new Operation("s", Kind.WRITE, 7, 7, "c:2", 50, 60));
        assertThat(history.answers())
                .containsExactly(
                        new Answer("s", "c:1", Effect.NEW, 5, 6, false, 10, 20),
                        new Answer("s", "c:1", Effect.REPEATED, 5, 6, true, 30, 40),
                        new Answer("s", "c:2", Effect.NEW, 7, 7, true, 50, 60));
        assertThat(history.again()).isEqualTo(2);
        assertThat(history.repeated()).isEqualTo(1);
    }

    @Test
    void what_was_never_answered_was_sent_all_the_same() throws IOException {
        SessionHistory history =
                read("I 1 s c:1 10 MOVE", "U 1", "I 2 s c:2 10 MOVE", "R 2 4 20", "I 3 s  30 ", "R 3 4 40");
        assertThat(history.commands()).containsExactlyInAnyOrder("c:1", "c:2");
        assertThat(history.commandsWith(Effect.NONE)).isEqualTo(1);
        assertThat(history.operations()).hasSize(2);
    }

    @Test
    void a_refusal_is_told_with_its_call() throws IOException {
        assertThat(read("I 1 s c:1 10 MOVE", "X 1 COMMAND_ID_REUSED").refusals())
                .containsExactly("REFUSED I 1 s c:1 10 MOVE with COMMAND_ID_REUSED");
    }

    @Test
    void a_line_of_no_known_kind_and_an_answer_to_nothing_are_errors() {
        assertThatThrownBy(() -> read("Y 1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("W 1 5 6 20 0")).isInstanceOf(IOException.class);
    }

    private SessionHistory read(String... lines) throws IOException {
        Path journal = folder.resolve("journal-0.txt");
        Files.writeString(journal, String.join("\n", lines).replace(' ', '\t') + "\nI\tcut o");
        return SessionHistory.read(List.of(journal));
    }
}
