package systems.blackroad.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jars as a user has them, on the module path of a process of its own: no class path, no test code. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ModulePathIT {

    private static final List<String> DESKTOP = List.of(
            "Notes at Position[x=40, y=60]",
            "Terminal at Position[x=130, y=130]",
            "Prism Console at Position[x=160, y=160]",
            "COMPLETED \"Hello, Ada\"");

    @TempDir
    private Path directory;

    @Test
    void storage_in_memory_is_found_as_a_service_of_a_module() throws Exception {
        Result result = runProgram("memory:");
        assertThat(result.error()).contains("Storage memory opened by memory").contains("present: jdbc (");
        assertThat(result.output()).isEqualTo(DESKTOP);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void storage_in_a_database_file_is_found_as_a_service_and_opens_again() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("quickstart.db");
        for (int run = 1; run <= 2; run++) {
            Result result = runProgram(url);
            assertThat(result.error()).contains("Storage jdbc:sqlite opened by jdbc");
            assertThat(result.output()).isEqualTo(DESKTOP);
            assertThat(result.exitCode()).isZero();
        }
        assertThat(directory.resolve("quickstart.db")).isNotEmptyFile();
    }

    @Test
    void an_unknown_kind_of_storage_is_refused_with_the_kinds_that_are_there() throws Exception {
        Result result = runProgram("paper:tray-1");
        assertThat(result.error())
                .contains("STORE_NOT_FOUND: no storage provider answers to 'paper:'; found: jdbc (")
                .contains("memory (memory; ")
                .contains("add the jar of the one you need")
                .doesNotContain("\tat ");
        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void the_library_runs_as_named_modules() throws Exception {
        Result result = runJava("--list-modules");
        assertThat(result.exitCode()).isZero();
        for (String module : List.of("api", "core", "operator", "store.jdbc", "quickstart")) {
            assertThat(result.output())
                    .filteredOn(line -> line.matches("systems\\.blackroad\\." + module + "(@\\S+)? .*"))
                    .as("systems.blackroad." + module)
                    .singleElement()
                    .asString()
                    .doesNotContain("automatic");
        }
    }

    private Result runProgram(String url) throws Exception {
        return runJava("-m", "systems.blackroad.quickstart/systems.blackroad.quickstart.Quickstart", url);
    }

    private Result runJava(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                property("quickstart.classes") + File.pathSeparator + property("quickstart.modules")));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Path error = directory.resolve("error");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended within 60 s: " + command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readAllLines(output), text(error));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static String property(String name) {
        return Objects.requireNonNull(
                System.getProperty(name), name + " is set by the build; run this with mvn verify");
    }

    private record Result(int exitCode, List<String> output, String error) {}
}
