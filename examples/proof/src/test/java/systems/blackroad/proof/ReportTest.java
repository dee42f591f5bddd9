package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportTest {

    private static final Map<Fault, Integer> PLANNED = Map.of(Fault.KILL, 100, Fault.LOST, 10, Fault.RESTART, 20);
    private static final Map<Fault, Integer> ENOUGH = Map.of(Fault.KILL, 90, Fault.LOST, 9, Fault.RESTART, 18);
    private static final Map<String, Long> DONE = Map.of("answers looked up", 7L);

    @Test
    void a_run_with_nine_tenths_of_each_fault_and_no_violation_is_a_proof() {
        Report report = report(ENOUGH, DONE, List.of());
        assertThat(report.isProof()).isTrue();
        assertThat(report.toString())
                .contains(
                        "90 of 100 kills",
                        "0 of 0 stops",
                        "9 of 10 lost",
                        "18 of 20 restarts",
                        "7 answers looked up",
                        "0 violations")
                .endsWith("\nPROVED");
    }

    @Test
    void too_few_faults_of_one_kind_are_no_proof_however_many_there_were_of_another() {
        for (Fault few : ENOUGH.keySet()) {
            Map<Fault, Integer> injected = new EnumMap<>(PLANNED);
            injected.put(few, ENOUGH.get(few) - 1);
            Report report = report(injected, DONE, List.of());
            assertThat(report.isProof()).as(few.plural()).isFalse();
            assertThat(report.toString()).endsWith("NOT PROVED");
        }
    }

    @Test
    void a_run_without_progress_of_some_kind_or_with_a_violation_is_no_proof() {
        assertThat(report(ENOUGH, Map.of(), List.of()).isProof()).isFalse();
        assertThat(report(ENOUGH, Map.of("answers", 9L, "repeats", 0L), List.of())
                        .isProof())
                .isFalse();
        assertThat(report(ENOUGH, DONE, List.of("LOST")).isProof()).isFalse();
    }

    private static Report report(Map<Fault, Integer> injected, Map<String, Long> progress, List<String> violations) {
        Scenario scenario =
                new Scenario("memory:", "test", Scenario.Work.SESSIONS, 1, PLANNED, Duration.ofSeconds(2), 1);
        return new Report(scenario, injected, progress, "", violations);
    }
}
