package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.proof.Scenario.Work;

/** The short chaos run on MariaDB, in profile {@code mariadb}, which brings the server's binary. The seed stands in the report. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("server")
@Tag("mariadb")
class MariaChaosIT {

    @TempDir
    Path folder;

    @Test
    void sessions_on_mariadb_keep_every_promise_over_kills_stops_cuts_lost_answers_and_restarts() throws Exception {
        prove(Work.SESSIONS);
    }

    @Test
    void jobs_on_mariadb_keep_every_promise_over_kills_stops_cuts_lost_answers_and_restarts() throws Exception {
        prove(Work.JOBS);
    }

    private void prove(Work work) throws Exception {
        try (Server server = MariaServer.create()) {
            Scenario scenario = new Scenario(
                    server.url(),
                    "chaos",
                    work,
                    4,
                    Map.of(Fault.KILL, 6, Fault.STOP, 3, Fault.CUT, 4, Fault.LOST, 6, Fault.RESTART, 2),
                    Duration.ofSeconds(2),
                    Long.getLong("proof.seed", System.nanoTime() & 0xFFFF));
            Report report = ChaosRun.run(scenario, folder.resolve("run"), server, null);
            System.out.println(report);
            assertThat(report.isProof()).as(report.toString()).isTrue();
        }
    }
}
