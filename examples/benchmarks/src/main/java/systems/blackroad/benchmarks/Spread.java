package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several rounds gave for one figure.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 */
record Spread(double median, double least, double most) {

    /** The spread of {@code figure} over {@code rounds}, of which there is at least one. */
    static <R> Spread of(Collection<R> rounds, ToDoubleFunction<R> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a spread needs at least one round");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The spread of the ratio of two sides' {@code figure}, round by round; both have as many rounds. */
    static <R> Spread ofRatios(List<R> numerators, List<R> denominators, ToDoubleFunction<R> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < numerators.size(); i++) {
            ratios.add(figure.applyAsDouble(numerators.get(i)) / figure.applyAsDouble(denominators.get(i)));
        }
        return of(ratios, Double::doubleValue);
    }

    /** The sample below which {@code share} of the {@code sorted} ones lie, the nearest one that is not smaller. */
    static long percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a percentile needs at least one sample");
        }
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    /** That of {@code sorted} microseconds in milliseconds, infinity for the largest long, which stands for what never came. */
    static double millis(long[] sorted, double share) {
        long micros = percentile(sorted, share);
        return micros == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : micros / 1e3;
    }

    /** {@code median (least to most)}, each in {@code format}. */
    String text(String format) {
        return String.format(format + " (" + format + " to " + format + ")", median, least, most);
    }
}
