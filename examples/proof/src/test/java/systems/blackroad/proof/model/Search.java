package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandEnvelope;

/**
 * Random scripts against a logic. Script {@code n} of a seed is always the same, whatever ran before it and on however many
 * threads.
 */
final class Search {

    private static final int LONG = 30;

    /** A few are long enough to fill the history. */
    private static final int LONGEST = 200;

    private final long seed;
    private final Function<World, Logic> logic;

    Search(long seed, Function<World, Logic> logic) {
        this.seed = seed;
        this.logic = logic;
    }

    /** The first of the scripts {@code from} to {@code to - 1} that fails, or null. */
    @Nullable
    Script firstFailure(int from, int to, Coverage coverage) {
        for (int number = from; number < to; number++) {
            Script failing = run(number, coverage);
            if (failing != null) {
                return failing;
            }
        }
        return null;
    }

    private @Nullable Script run(int number, Coverage coverage) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + number);
        World world = random.nextInt(30) == 0 ? World.WIDE : World.ALL.get(random.nextInt(3));
        Commands commands = new Commands(random, world);
        Comparison comparison = new Comparison(world, logic.apply(world), coverage);
        List<CommandEnvelope> lists = new ArrayList<>();
        int length = 1 + random.nextInt(random.nextInt(40) == 0 ? LONGEST : LONG);
        for (int i = 0; i < length; i++) {
            CommandEnvelope list = commands.next(comparison.desk(), i);
            lists.add(list);
            if (comparison.next(list) != null) {
                return new Script(world, lists);
            }
        }
        return null;
    }
}
