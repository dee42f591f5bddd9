package systems.blackroad.proof.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison with the model finds planted defects soon, and shows each with a few commands. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MutationsTest {

    private static final int SCRIPTS = 5_000;
    private static final int TRIES = 3;
    /** The same each time: how soon a defect is found depends on the draw, and no build must fail by a bad one. */
    private static final long SEED = 1;

    @ParameterizedTest
    @MethodSource("systems.blackroad.proof.model.Mutation#all")
    void every_planted_defect_is_found_and_shown_in_a_few_commands(Mutation mutation) {
        long seed = Long.getLong("model.seed", SEED);
        Search search = new Search(seed, mutation::around);
        Script least = IntStream.range(0, SCRIPTS)
                .mapToObj(number -> search.firstFailure(number, number + 1, Coverage.none()))
                .flatMap(Stream::ofNullable)
                .limit(TRIES)
                .map(failing -> Shrinker.shrink(failing, script -> fails(mutation, script)))
                .min(Comparator.comparingLong(Script::commands))
                .orElseThrow(() -> new AssertionError(String.format(
                        "none of %d random scripts, -Dmodel.seed=%d, shows %s", SCRIPTS, seed, mutation)));
        System.out.println(mutation + ", -Dmodel.seed=" + seed + ", shown by\n" + JavaLines.of(least));
        assertThat(least.commands())
                .as("commands that show %s, -Dmodel.seed=%d:%n%s", mutation, seed, JavaLines.of(least))
                .isLessThanOrEqualTo(mutation.mostCommands());
        assertThat(least.replay(Logic.production(least.world())))
                .as("without %s", mutation)
                .isNull();
    }

    private static boolean fails(Mutation mutation, Script script) {
        return script.replay(mutation.around(script.world())) != null;
    }
}
