package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the packaged library with {@code java -p} in a process of its own. A run inside this JVM would not do: it does
 * not notice a module that is missing from a {@code requires}, since everything is on the class path anyway.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ModulePathIT {

    /** The published artifacts and what they bring, by the beginning of the jar's name; no test library is among them. */
    private static final List<String> LIBRARY = List.of(
            "blackroad-",
            "slf4j-api-",
            "jspecify-",
            "jackson-",
            "jdbi3-",
            "geantyref-",
            "HikariCP-",
            "sqlite-jdbc-",
            "lettuce-",
            "netty-",
            "reactor-",
            "reactive-streams-",
            "redis-authx-");

    @TempDir
    private Path directory;

    @Test
    void the_packaged_library_runs_on_the_module_path_with_every_store() throws Exception {
        Path classes = compile();
        String unreachable = "redis://127.0.0.1:" + closedPort();
        String file = "jdbc:sqlite:" + directory.resolve("probe.db");

        String output = java(classes, "memory:", file, unreachable);

        assertThat(output.lines())
                .contains(
                        "providers [systems.blackroad.core, systems.blackroad.store.jdbc, systems.blackroad.store.redis]",
                        "runtime in module systems.blackroad.core",
                        "memory 1 window",
                        "jdbc 1 window",
                        "redis STORE_UNAVAILABLE");
    }

    private Path compile() throws IOException {
        Path sources = Path.of("src", "test", "resources", "modulepath");
        Path classes = Files.createDirectory(directory.resolve("classes"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-p",
                        modulePath(),
                        "-d",
                        classes.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("probe").resolve("Probe.java").toString());
        assertThat(code).as("exit code of the compiler").isZero();
        return classes;
    }

    private String java(Path classes, String... urls) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                modulePath() + File.pathSeparator + classes,
                "-m",
                "probe/probe.Probe"));
        command.addAll(List.of(urls));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ended within 60 s, printing%n%s", text).isTrue();
            assertThat(process.exitValue()).as("exit code, printing%n%s", text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The jars of the library among those this test runs with; all must be jars, as a user has them. */
    private static String modulePath() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIBRARY.stream()
                        .anyMatch(
                                name -> Path.of(entry).getFileName().toString().startsWith(name)))
                .filter(entry ->
                        entry.endsWith(".jar") && !entry.endsWith("-tests.jar") && !entry.contains("-example-"))
                .collect(Collectors.toList());
        assertThat(jars).as("jars of the library on the class path").hasSizeGreaterThan(15);
        return String.join(File.pathSeparator, jars);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
