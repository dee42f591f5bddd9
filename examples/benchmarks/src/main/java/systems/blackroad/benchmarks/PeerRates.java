package systems.blackroad.benchmarks;

/**
 * What a peer reached on two cores with the settings that it has here, measured in one run before this program was written:
 * one that stays far below is set up wrongly. Jobs per second; NaN where nothing is known.
 *
 * @param drain20k run, of 20,000 that waited
 * @param drain100k run, of 100,000 that waited
 * @param enqueue taken in one by one from eight threads
 * @param batch taken in many at once
 */
record PeerRates(double drain20k, double drain100k, double enqueue, double batch) {

    /** Of what has no rates to reach. */
    static final PeerRates NONE = new PeerRates(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final double LEAST_SHARE = 0.8;
    private static final int SMALL = 20_000;
    private static final int LARGE = 100_000;

    /** What is to be said of a drain of {@code jobs}; fewer than 20,000 tell nothing. */
    String onDrain(double measured, int jobs) {
        boolean large = jobs >= LARGE && !Double.isNaN(drain100k);
        return jobs < SMALL ? "too few jobs to judge" : verdict(measured, large ? drain100k : drain20k);
    }

    /** What is to be said of enqueues one by one. */
    String onEnqueue(double measured) {
        return verdict(measured, enqueue);
    }

    /** What is to be said of enqueues of many at once. */
    String onBatch(double measured) {
        return verdict(measured, batch);
    }

    private static String verdict(double measured, double known) {
        if (Double.isNaN(known)) {
            return "no rate to reach";
        }
        String share = String.format("%.0f %% of the %,.0f/s it should reach", 100 * measured / known, known);
        return measured < LEAST_SHARE * known ? "**" + share + ": set up wrongly, the run is void**" : share;
    }
}
