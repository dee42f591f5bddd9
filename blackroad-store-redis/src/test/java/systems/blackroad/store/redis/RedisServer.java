package systems.blackroad.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis for tests: the one that {@code BLACKROAD_TEST_REDIS_URL} names, else a process of the binary that comes as a
 * test dependency, on a free loopback port, with an append-only file synced at every write.
 */
final class RedisServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
    private static final String VARIABLE = "BLACKROAD_TEST_REDIS_URL";
    private static final int MAX_STARTS = 5;

    private final String url;
    private final @Nullable Process process;
    private final @Nullable Path folder;

    private RedisServer(String url, @Nullable Process process, @Nullable Path folder) {
        this.url = url;
        this.process = process;
        this.folder = folder;
    }

    /** The server of this JVM, started at first use and stopped with the JVM. */
    static RedisServer shared() {
        return Shared.SERVER;
    }

    /** A server of the caller's own, with these settings; always a process. */
    static RedisServer start(String... settings) {
        try {
            Path folder = Files.createTempDirectory("blackroad-redis");
            Path binary = unpack(folder);
            IOException last = null;
            for (int i = 0; i < MAX_STARTS; i++) {
                try {
                    return launch(folder, binary, freePort(), settings);
                } catch (IOException e) {
                    // Someone else may have taken the port since it was found free.
                    LOG.info("Start {} of a test server failed", i + 1, e);
                    last = e;
                }
            }
            throw new IOException("Redis ended before it was ready, " + MAX_STARTS + " times", last);
        } catch (IOException e) {
            throw new IllegalStateException("Redis cannot be started here; set " + VARIABLE + " to one that runs", e);
        }
    }

    private static RedisServer launch(Path folder, Path binary, int port, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitReady(process);
        return new RedisServer("redis://127.0.0.1:" + port, process, folder);
    }

    String url() {
        return url;
    }

    /** Kills the process as a crash would. */
    void kill() throws InterruptedException {
        if (process != null) {
            assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS))
                    .as("the killed Redis is gone")
                    .isTrue();
        }
    }

    @Override
    public void close() {
        try {
            kill();
            if (folder != null) {
                try (Stream<Path> paths = Files.walk(folder)) {
                    paths.sorted(Comparator.reverseOrder())
                            .forEach(path -> path.toFile().delete());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the folder of a test server cannot be removed", e);
        }
    }

    private static Path unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "/redis-server-7.0.15-" + system + "-" + processor;
        Path binary = folder.resolve("redis-server");
        try (InputStream in = RedisServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no Redis binary " + name + " among the test dependencies");
            }
            Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Reads what the server says until it is ready, and lets a daemon read the rest, so that it never blocks on it. */
    private static void awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("Redis ended before it was ready, saying: " + said);
        }
        Thread drain = new Thread(() -> discard(output), "redis-output");
        drain.setDaemon(true);
        drain.start();
    }

    private static void discard(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // What the server says while it works is of no interest.
            }
        } catch (IOException e) {
            LOG.debug("The output of a test server ended: {}", e.getMessage());
        }
    }

    private static final class Shared {

        static final RedisServer SERVER = create();

        private static RedisServer create() {
            String url = System.getenv(VARIABLE);
            if (url != null) {
                return new RedisServer(url, null, null);
            }
            RedisServer server = start("--save", "", "--appendonly", "yes", "--appendfsync", "always");
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "redis-stop"));
            return server;
        }
    }
}
