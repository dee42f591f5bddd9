package systems.blackroad.core.internal.logic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counting bytes and finding broken pairs agree with the platform's encoder. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BoundsTest {

    private static final String HIGH = "\ud83d";
    private static final String LOW = "\ude00";
    private static final String[] PARTS = {"a", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", HIGH, LOW, HIGH + LOW
    };

    static Stream<String> texts() {
        SplittableRandom random = new SplittableRandom(7);
        return Stream.concat(
                Stream.of("", HIGH, LOW, LOW + HIGH, HIGH + HIGH + LOW, HIGH + LOW + LOW),
                Stream.generate(() -> {
                            StringBuilder text = new StringBuilder();
                            for (int i = random.nextInt(8); i >= 0; i--) {
                                text.append(PARTS[random.nextInt(PARTS.length)]);
                            }
                            return text.toString();
                        })
                        .limit(200));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void the_bytes_of_a_text_are_those_of_its_encoding(String text) {
        assertThat(Bounds.utf8(text)).isEqualTo(text.getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_is_storable_if_its_encoding_leads_back_to_it(String text) {
        assertThat(Bounds.isStorable(text)).isEqualTo(new String(text.getBytes(UTF_8), UTF_8).equals(text));
    }
}
