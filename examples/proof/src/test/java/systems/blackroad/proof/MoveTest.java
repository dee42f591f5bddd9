package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.proof.Move.Kind;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MoveTest {

    @Test
    void what_is_read_back_is_the_same_command() {
        for (Kind kind : Kind.values()) {
            Move move = new Move(kind, kind == Kind.OPEN ? "" : "w1", 3, 4);
            assertThat(Move.parse(move.toString())).isEqualTo(move);
            assertThat(Move.parse(move.toString()).command()).isEqualTo(move.command());
        }
    }
}
