package systems.blackroad.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The designs on a real server; each run checks by itself that its history has every job once. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class JobDesignsTest {

    @Test
    void each_design_completes_every_job_also_beside_a_held_snapshot() throws Exception {
        List<String> run = new ArrayList<>();
        try (PostgresServer server = PostgresServer.start()) {
            JobDesignsReport report = new JobDesignsReport(server, true);
            for (JobDesign design : JobDesign.values()) {
                for (boolean held : new boolean[] {false, true}) {
                    JobDesignsReport.Figures figures = report.drain(new JobDesignsReport.Side(design, held));
                    assertThat(figures.perSecond()).isPositive();
                    assertThat(figures.walBytesPerJob()).isPositive();
                    run.add(design + " " + held);
                }
            }
        }
        assertThat(run).hasSize(8);
    }
}
