package systems.blackroad.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Redis of the binary that comes as a test dependency, on a free loopback port, which syncs every write. Stopped with the
 * JVM.
 */
final class RedisProcess {

    private static final int DATABASES = 1024;
    private static final int TRIES = 5;

    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private RedisProcess(int port) {
        this.port = port;
    }

    static RedisProcess shared() {
        return Shared.SERVER;
    }

    /** The URL of a database that nobody has used yet. */
    String newDatabase() {
        return "redis://127.0.0.1:" + port + "/" + databases.incrementAndGet();
    }

    /** Between finding a port and using it another process may take it; then Redis ends, and another port is tried. */
    private static RedisProcess start(Path folder) throws IOException {
        Path binary = unpack(folder);
        for (int i = 0; i < TRIES; i++) {
            int port = freePort();
            if (awaitReady(start(binary, folder, port))) {
                return new RedisProcess(port);
            }
        }
        throw new IOException("Redis ended before it was ready, " + TRIES + " times");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process start(Path binary, Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(
                        binary.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--databases",
                        Integer.toString(DATABASES),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always")
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "redis-stop"));
        return process;
    }

    private static Path unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "/redis-server-7.0.15-" + system + "-" + processor;
        Path binary = folder.resolve("redis-server");
        try (InputStream in = RedisProcess.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no Redis binary " + name + " among the test dependencies");
            }
            Files.copy(in, binary);
        }
        return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Reads what the server says until it is ready, or has ended; the little that it says later fits the pipe. Answers
     * whether it is ready.
     */
    private static boolean awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            line = output.readLine();
        }
        return line != null;
    }

    private static final class Shared {
        static final RedisProcess SERVER = create();

        private static RedisProcess create() {
            try {
                return start(Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "redis")
                        .toAbsolutePath());
            } catch (IOException e) {
                throw new UncheckedIOException("Redis cannot be started here", e);
            }
        }
    }
}
