package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusterSimulationTest {

    private static final int SEEDS = 200;
    private static final double FAULT_RATE = 0.05;

    @Test
    void no_seed_loses_a_job_or_accepts_a_stale_end() {
        int faults = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Cluster cluster = simulate(seed);
            assertThat(cluster.violations()).as("seed %d", seed).isEmpty();
            faults += cluster.faults();
        }
        assertThat(faults).as("injected faults").isGreaterThan(10 * SEEDS);
    }

    @Test
    void a_seed_replays_step_by_step() {
        assertThat(simulate(7).trace()).isNotEmpty().isEqualTo(simulate(7).trace());
    }

    private static Cluster simulate(long seed) {
        ManualClock clock = new ManualClock();
        try (Storage storage =
                Storages.open("memory:", StorageOptions.builder().clock(clock).build())) {
            Cluster cluster = new Cluster(seed, storage.jobs(), clock, 3, FAULT_RATE);
            for (int i = 0; i < 30; i++) {
                cluster.enqueue();
                cluster.run(40);
            }
            cluster.heal();
            return cluster;
        }
    }
}
