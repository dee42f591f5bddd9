package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.proof.Scenario.Work;

/** Short chaos runs with real processes; longer ones are made with the program. The seed stands in the report. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChaosIT {

    private static final Duration LEASE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void sessions_on_the_embedded_database_keep_every_promise_over_kills() throws Exception {
        prove(new Scenario(embedded(), "sessions", Work.SESSIONS, 1, Map.of(Fault.KILL, 8), LEASE, seed()), null);
    }

    @Test
    void jobs_on_the_embedded_database_keep_every_promise_over_kills() throws Exception {
        prove(
                new Scenario(embedded(), "jobs", Work.JOBS, 1, Map.of(Fault.KILL, 8, Fault.STOP, 2), LEASE, seed()),
                null);
    }

    @Test
    @Tag("server")
    void sessions_on_postgresql_keep_every_promise_over_kills_stops_cuts_lost_answers_and_restarts() throws Exception {
        prove(new Scenario(Postgres.url(), "sessions", Work.SESSIONS, 4, all(), LEASE, seed()), Postgres.server());
    }

    @Test
    @Tag("server")
    void jobs_on_postgresql_keep_every_promise_over_kills_stops_cuts_lost_answers_and_restarts() throws Exception {
        prove(new Scenario(Postgres.url(), "jobs", Work.JOBS, 4, all(), LEASE, seed()), Postgres.server());
    }

    private static Map<Fault, Integer> all() {
        Map<Fault, Integer> faults = new EnumMap<>(Map.of(Fault.KILL, 10, Fault.STOP, 5, Fault.CUT, 6, Fault.LOST, 8));
        if (Postgres.server() != null) {
            faults.put(Fault.RESTART, 2);
        }
        return faults;
    }

    private String embedded() {
        return "jdbc:sqlite:" + folder.resolve("proof.db");
    }

    private static long seed() {
        return Long.getLong("proof.seed", System.nanoTime() & 0xFFFF);
    }

    private void prove(Scenario scenario, @Nullable Server server) throws Exception {
        Report report = ChaosRun.run(scenario, folder.resolve("run"), server, null);
        System.out.println(report);
        assertThat(report.isProof()).as(report.toString()).isTrue();
    }
}
