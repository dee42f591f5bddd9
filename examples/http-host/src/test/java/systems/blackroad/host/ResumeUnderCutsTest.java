package systems.blackroad.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real connections that break after a random number of bytes while commands run, and come back with the last id that they
 * saw whole. {@code -Dresume.clients=1000} and {@code -Dresume.cuts=20} make it a soak.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(600)
final class ResumeUnderCutsTest {

    private static final int CLIENTS = Integer.getInteger("resume.clients", 60);
    private static final int CUTS = Integer.getInteger("resume.cuts", 6);
    private static final int CLIENTS_OF_A_USER = 10;

    private final long seed = Long.getLong("resume.seed", System.nanoTime());
    private final AtomicInteger running = new AtomicInteger();

    @Test
    void whoever_is_cut_and_resumes_ends_at_the_same_state() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestHost host = TestHost.start("memory:")) {
            List<Desktop> desktops = new ArrayList<>();
            for (int i = 0; i * CLIENTS_OF_A_USER < CLIENTS; i++) {
                desktops.add(Desktop.open(host, "user-" + i));
            }
            List<Client> clients = new ArrayList<>();
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(host, desktops.get(i % desktops.size()), new Random(seed + i));
                clients.add(client);
                running.incrementAndGet();
                runs.add(threads.submit(client::runUntilCutOften));
            }
            int sent = 0;
            while (running.get() > 0) {
                desktops.get(sent % desktops.size()).change(host, sent);
                sent++;
            }
            for (Future<?> run : runs) {
                run.get();
            }
            for (Desktop desktop : desktops) {
                desktop.end = (ObjectNode) host.state(desktop.token, desktop.session);
            }
            List<Future<?>> ends = new ArrayList<>();
            clients.forEach(client -> ends.add(threads.submit(client::runToTheEnd)));
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
            assertThat(clients.stream().filter(client -> !client.agrees()))
                    .as("clients that diverge, seed %d", seed)
                    .isEmpty();
            assertThat(clients.stream().mapToInt(client -> client.resumed).sum())
                    .as("resumed connections, seed %d", seed)
                    .isGreaterThan(CLIENTS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A session with one window, and how it ends. */
    private static final class Desktop {
        private final String token;
        private final String session;
        private final String window;
        private volatile @Nullable ObjectNode end;

        Desktop(String token, String session, String window) {
            this.token = token;
            this.session = session;
            this.window = window;
        }

        static Desktop open(TestHost host, String user) {
            String token = host.signIn(user, Role.USER);
            String session = host.openSession(token);
            host.openWindow(token, session, "notes");
            return new Desktop(
                    token,
                    session,
                    host.state(token, session)
                            .path("windows")
                            .path(0)
                            .path("id")
                            .asText());
        }

        void change(TestHost host, int number) {
            String command = number % 2 == 0
                    ? "{\"type\":\"set_theme\",\"theme\":\"theme-" + number + "\"}"
                    : "{\"type\":\"move_window\",\"window_id\":\"" + window + "\",\"position\":{\"x\":" + number % 1_000
                            + ",\"y\":7}}";
            assertThat(host.command(token, session, command).status()).isEqualTo(200);
        }
    }

    /** A browser on a bad line: it keeps what it saw whole, and applies events itself. */
    private final class Client {
        private final TestHost host;
        private final Desktop desktop;
        private final Random random;
        private @Nullable String id;
        private @Nullable ObjectNode state;
        private int resumed;

        Client(TestHost host, Desktop desktop, Random random) {
            this.host = host;
            this.desktop = desktop;
            this.random = random;
        }

        void runUntilCutOften() {
            try {
                for (int cut = 0; cut < CUTS; ) {
                    cut += connect(1 + random.nextInt(4_000)) ? 1 : 0;
                }
            } finally {
                running.decrementAndGet();
            }
        }

        void runToTheEnd() {
            while (!isAtEnd()) {
                connect(Integer.MAX_VALUE);
            }
        }

        boolean agrees() {
            return state != null && state.equals(desktop.end);
        }

        private boolean isAtEnd() {
            ObjectNode end = desktop.end;
            return end != null && state != null && state.path("revision").equals(end.path("revision"));
        }

        /** Reads at most {@code bytes} and breaks the line; answers whether the host served the stream. */
        private boolean connect(int bytes) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), host.host().port())) {
                socket.setSoLinger(true, 0);
                String request = "GET /api/sessions/" + desktop.session + "/events HTTP/1.0\r\nHost: localhost\r\n"
                        + "Authorization: Bearer " + desktop.token + "\r\n"
                        + (id == null ? "" : "Last-Event-ID: " + id + "\r\n") + "\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                String status = line(in);
                if (status == null || !status.contains(" 200 ")) {
                    return false;
                }
                for (String header = line(in); header != null && !header.isEmpty(); ) {
                    header = line(in);
                }
                read(in, bytes);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private void read(InputStream in, int bytes) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            int before = 0;
            for (int count = 0; count < bytes && !isAtEnd(); count++) {
                int octet = in.read();
                if (octet < 0) {
                    return;
                }
                frame.write(octet);
                if (octet == '\n' && before == '\n') {
                    apply(frame.toString(StandardCharsets.UTF_8));
                    frame.reset();
                }
                before = octet;
            }
        }

        private void apply(String frame) {
            String name = field(frame, "event: ");
            JsonNode data = Json.trusted(field(frame, "data: "));
            if (name.equals("snapshot")) {
                state = (ObjectNode) data.path("state");
            } else if (name.equals("resumed")) {
                resumed++;
                assertThat(field(frame, "id: ")).isEqualTo(id);
            } else if (name.equals("event")) {
                ObjectNode present = requireNonNull(state, "an event before the state");
                assertThat(data.path("revision").longValue())
                        .isEqualTo(present.path("revision").longValue() + 1);
                present.set("revision", data.path("revision"));
                if (data.path("type").asText().equals("theme_changed")) {
                    present.set("theme", data.path("data").path("theme"));
                } else {
                    ((ObjectNode) present.path("windows").path(0))
                            .set("position", data.path("data").path("position"));
                }
            }
            String seen = field(frame, "id: ");
            id = seen.isEmpty() ? id : seen;
        }

        private static String field(String frame, String name) {
            return frame.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .findFirst()
                    .orElse("");
        }

        private static @Nullable String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    return null;
                }
                if (octet != '\r') {
                    line.write(octet);
                }
            }
            return line.toString(StandardCharsets.US_ASCII);
        }
    }
}
