package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.util.Random;

/**
 * How large a simulated cluster is, and how long it runs.
 *
 * @param nodes how many nodes
 * @param jobs how many jobs are taken in, beside those of a schedule
 * @param arrivals how long jobs arrive
 * @param faults how long there are faults
 * @param end when the run is over at the latest
 * @param toTheEnd whether it goes on until then; if not, it is over once all jobs have ended after the faults
 * @param calm whether there are no faults but nodes that die now and then, never two within 20 s
 * @param wallClocksJump whether the wall clocks of nodes go astray
 * @param quick whether handlers take no time to speak of, so that jobs are claimed before there is a slot for them,
 *     and none kills or stalls its node
 */
record Plan(
        int nodes,
        int jobs,
        Duration arrivals,
        Duration faults,
        Duration end,
        boolean toTheEnd,
        boolean calm,
        boolean wallClocksJump,
        boolean quick) {

    /** So many steps every run has. */
    static final int LEAST_STEPS = 1000;

    /** Three nodes, and faults for a minute and a half. */
    static Plan faulty() {
        return new Plan(
                3,
                40,
                Duration.ofSeconds(80),
                Duration.ofSeconds(90),
                Duration.ofSeconds(400),
                true,
                false,
                true,
                false);
    }

    /** Three nodes whose network and store are well. */
    static Plan quiet() {
        return new Plan(
                3,
                40,
                Duration.ofSeconds(80),
                Duration.ofSeconds(90),
                Duration.ofSeconds(400),
                true,
                true,
                true,
                false);
    }

    /** Two to five nodes, and as many faults in a shorter time; one in eight has many quick jobs at once. */
    static Plan ofSeed(long seed) {
        Random random = new Random(~seed);
        boolean quick = seed % 8 == 0;
        return new Plan(
                2 + random.nextInt(4),
                quick ? 200 : 10 + random.nextInt(20),
                Duration.ofMillis(quick ? 300 : 20_000),
                Duration.ofSeconds(25),
                Duration.ofSeconds(400),
                false,
                false,
                true,
                quick);
    }

    Plan withRightWallClocks() {
        return new Plan(nodes, jobs, arrivals, faults, end, toTheEnd, calm, false, quick);
    }
}
