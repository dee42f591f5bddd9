package systems.blackroad.proof;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL of the binary on the class path, which syncs every commit. It is started again by the command line that it
 * wrote down itself. Not thread-safe.
 */
final class PostgresServer implements Server {

    private static final Duration END = Duration.ofSeconds(60);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final EmbeddedPostgres first;
    private final Path data;
    private final String url;

    private PostgresServer(EmbeddedPostgres first, Path data) {
        this.first = first;
        this.data = data;
        this.url = first.getJdbcUrl("postgres", "postgres");
    }

    /** Unpacks the binary unless an earlier run did, and starts it on fresh data and a free port. */
    static PostgresServer create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same with its data in a folder. */
    static PostgresServer createIn(Path folder) throws IOException {
        Path data = Files.createTempDirectory(folder, "blackroad-postgres").resolve("data");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return new PostgresServer(server, data);
    }

    @Override
    public String url() {
        return url;
    }

    /** Does what {@code pg_ctl stop -m immediate} does. */
    @Override
    public void crash() throws IOException, InterruptedException {
        Path lock = lock();
        long server = Long.parseLong(Files.readAllLines(lock).get(0).strip());
        Processes.signal(server, "QUIT");
        if (!Awaiting.until(END, () -> Files.notExists(lock))) {
            throw new IOException("PostgreSQL, process " + server + ", is still there " + END + " after SIGQUIT");
        }
    }

    @Override
    public void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root; in a user namespace of its own it is not.
            command.addAll(List.of("unshare", "-U"));
        }
        Matcher words = WORD.matcher(Files.readString(data.resolve("postmaster.opts")));
        while (words.find()) {
            command.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        Awaiting.server(process, url);
    }

    @Override
    public boolean hasEnded() {
        return Files.notExists(lock());
    }

    private Path lock() {
        return data.resolve("postmaster.pid");
    }

    @Override
    public void close() throws IOException {
        first.close();
        Files.deleteIfExists(log());
        Files.deleteIfExists(data.getParent());
    }

    private Path log() {
        return data.resolveSibling("server.log");
    }
}
