package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportTest {

    private static final Map<Fault, Integer> PLANNED = Map.of(Fault.KILL, 100, Fault.LOST, 10);
    private static final Map<Fault, Integer> ENOUGH = Map.of(Fault.KILL, 90, Fault.LOST, 9);

    @Test
    void a_run_with_nine_tenths_of_each_fault_and_no_violation_is_a_proof() {
        Report report = report(ENOUGH, 1, List.of());
        assertThat(report.isProof()).isTrue();
        assertThat(report.toString())
                .contains("90 of 100 kills", "0 of 0 stops", "9 of 10 lost")
                .endsWith("PROVED");
    }

    @Test
    void too_few_faults_of_one_kind_are_no_proof_however_many_there_were_of_another() {
        Report report = report(Map.of(Fault.KILL, 100, Fault.LOST, 8), 1, List.of());
        assertThat(report.isProof()).isFalse();
        assertThat(report.toString()).endsWith("NOT PROVED");
    }

    @Test
    void a_run_without_progress_or_with_a_violation_is_no_proof() {
        assertThat(report(ENOUGH, 0, List.of()).isProof()).isFalse();
        assertThat(report(ENOUGH, 1, List.of("LOST")).isProof()).isFalse();
    }

    private static Report report(Map<Fault, Integer> injected, long acknowledged, List<String> violations) {
        Scenario scenario =
                new Scenario("memory:", "test", Scenario.Work.SESSIONS, 1, PLANNED, Duration.ofSeconds(2), 1);
        return new Report(scenario, injected, acknowledged, "", violations);
    }
}
