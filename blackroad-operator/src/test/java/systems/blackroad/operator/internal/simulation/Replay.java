package systems.blackroad.operator.internal.simulation;

import java.util.List;

/** A process of its own that runs seeds again and tells their traces. */
final class Replay {

    private Replay() {}

    /** The traces of the seeds from 1 on. */
    static List<Long> traces(int seeds) {
        return Simulations.runAll(
                seeds,
                seed -> Simulations.overModel(seed, Plan.ofSeed(seed)),
                cluster -> cluster.trace().hash());
    }

    /** Prints a trace a line, for as many seeds as the argument says. */
    public static void main(String[] args) {
        traces(Integer.parseInt(args[0])).forEach(System.out::println);
    }
}
