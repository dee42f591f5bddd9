package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the run with many callers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrowdIT {

    private static final Duration TIME = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void no_failure_reaches_those_who_crowd_the_embedded_database() throws Exception {
        prove("jdbc:sqlite:" + folder.resolve("crowd.db"), 1);
    }

    @Test
    @Tag("server")
    void no_failure_reaches_those_who_crowd_postgresql() throws Exception {
        prove(Postgres.url(), 2);
    }

    @Test
    @Tag("server")
    @Tag("mariadb")
    void no_failure_reaches_those_who_crowd_mariadb() throws Exception {
        try (Server server = MariaServer.create()) {
            prove(server.url(), 2);
        }
    }

    private void prove(String url, int processes) throws Exception {
        Scenario scenario =
                new Scenario(url, "crowd", Scenario.Work.JOBS, processes, Map.of(), Duration.ofSeconds(10), 1);
        Report report = CrowdRun.run(scenario, CrowdRun.CALLERS, TIME, folder.resolve("run"));
        System.out.println(report);
        assertThat(report.isProof()).as(report.toString()).isTrue();
    }
}
