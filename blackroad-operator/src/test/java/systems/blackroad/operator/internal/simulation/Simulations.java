package systems.blackroad.operator.internal.simulation;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/** Runs of clusters, seed by seed. */
final class Simulations {

    private Simulations() {}

    /** The store that ships. */
    static Cluster.Stores memory() {
        return (clock, callersClock) -> Storages.open(
                        "memory:", StorageOptions.builder().clock(clock).build())
                .jobs();
    }

    /** The model, perhaps with a defect. */
    static Cluster.Stores model(@Nullable Defect defect) {
        return (clock, callersClock) -> new ModelStore(clock, callersClock, defect);
    }

    static Cluster overMemory(long seed, Plan plan) {
        return new Cluster(seed, plan, memory(), null);
    }

    static Cluster overModel(long seed, Plan plan) {
        return new Cluster(seed, plan, model(null), null);
    }

    static Cluster withDefect(long seed, Defect defect) {
        return new Cluster(seed, Plan.ofSeed(seed), model(defect), defect);
    }

    /** Runs a cluster, looks at what is left, and says which seed it was if something is wrong. */
    static Cluster run(long seed, LongFunction<Cluster> clusters) {
        Cluster cluster = clusters.apply(seed);
        try {
            Aftermath.requireGood(cluster.run());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at " + cluster.timeline() + ": " + e.getMessage(), e);
        }
        return cluster;
    }

    /** Runs one cluster for each seed from 1 on, and returns what {@code summary} says of each, in the order of the seeds. */
    static <T> List<T> runAll(long seeds, LongFunction<Cluster> clusters, Function<Cluster, T> summary) {
        return all(seeds, i -> summary.apply(run(i + 1, clusters)));
    }

    /** What {@code work} returns for each number from 0 on, worked on by all processors; throws what the first one throws. */
    static <T> List<T> all(long count, LongFunction<T> work) {
        return LongStream.range(0, count).parallel().mapToObj(i -> attempt(() -> work.apply(i))).toList().stream()
                .map(Supplier::get)
                .toList();
    }

    /** What {@code work} returns, or throws, kept for the thread that asks. */
    private static <T> Supplier<T> attempt(Supplier<T> work) {
        try {
            T result = work.get();
            return () -> result;
        } catch (AssertionError e) {
            return () -> {
                throw e;
            };
        }
    }
}
