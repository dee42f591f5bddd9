package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libfaketime is told; that it obeys only a run shows, on a machine that has it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WallClocksTest {

    @TempDir
    Path folder;

    @Test
    void a_worker_begins_with_a_clock_of_its_own_which_can_be_set_again() throws Exception {
        Path library = folder.resolve("some-architecture/faketime/libfaketimeMT.so.1");
        Files.createDirectories(library.getParent());
        Files.createFile(library);
        WallClocks clocks = WallClocks.in(folder, 1, folder);

        Map<String, String> environment = clocks.environment(3);

        assertThat(environment).containsEntry("LD_PRELOAD", library.toString());
        Path clock = Path.of(environment.getOrDefault("FAKETIME_TIMESTAMP_FILE", ""));
        assertThat(clocks.environment(4)).doesNotContainEntry("FAKETIME_TIMESTAMP_FILE", clock.toString());
        Set<String> times = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            clocks.set(3);
            String time = Files.readString(clock);
            assertThat(time).matches("[+-]\\d+s\\n");
            assertThat(Math.abs(Integer.parseInt(time.substring(0, time.length() - 2))))
                    .isLessThanOrEqualTo(3600);
            times.add(time);
        }
        assertThat(times).hasSizeGreaterThan(90).anyMatch(time -> time.startsWith("+"));
        assertThat(times).anyMatch(time -> time.startsWith("-"));
    }

    @Test
    void without_libfaketime_what_brings_it_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WallClocks.in(folder, 1, folder))
                .withMessageContaining("libfaketimeMT.so.1")
                .withMessageContaining("package faketime");
    }

    @Test
    void clocks_are_refused_where_they_would_be_the_storages_own() {
        Scenario scenario = new Scenario(
                "jdbc:sqlite:" + folder.resolve("own.db"),
                "own",
                Scenario.Work.JOBS,
                1,
                Map.of(Fault.CLOCK, 1),
                Duration.ofSeconds(2),
                1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChaosRun.run(scenario, folder.resolve("run"), null, null))
                .withMessageContaining("clocks need a server");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
