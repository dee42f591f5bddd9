package systems.blackroad.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relay on the loopback interface between workers and a PostgreSQL or MariaDB server. It cuts all connections when told to,
 * and once told so swallows the next answer that says that a commit was done, and cuts that connection: what was asked has
 * happened, and nobody was told. Thread-safe.
 */
final class Relay implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("(jdbc:(postgresql|mariadb)://)([^:/?]+)(?::(\\d+))?(/.*)");

    private final ServerSocket door;
    private final InetSocketAddress target;
    private final String url;
    private final Supplier<Wire> wires;
    private final AtomicBoolean losing = new AtomicBoolean();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket door, InetSocketAddress target, String url, Supplier<Wire> wires) {
        this.door = door;
        this.target = target;
        this.url = url;
        this.wires = wires;
    }

    /**
     * Starts a relay before the server that a {@code jdbc:postgresql:} or {@code jdbc:mariadb:} URL names.
     *
     * @param wanted found in the statements whose commits count as answers to lose
     */
    static Relay before(String url, Pattern wanted) throws IOException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "cuts and lost answers need jdbc:postgresql://host:port/database or jdbc:mariadb://host:port/database");
        }
        boolean maria = parts.group(2).equals("mariadb");
        int port = parts.group(4) == null ? (maria ? 3306 : 5432) : Integer.parseInt(parts.group(4));
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        String through = parts.group(1) + "127.0.0.1:" + door.getLocalPort() + parts.group(5);
        Relay relay = new Relay(
                door,
                new InetSocketAddress(parts.group(3), port),
                through,
                () -> maria ? new MariaWire(wanted) : new PostgresWire(wanted));
        start(relay::accept);
        return relay;
    }

    /** The URL that leads through this relay. */
    String url() {
        return url;
    }

    /** Cuts all connections; returns how many there were. */
    int cut() {
        int cut = 0;
        for (Link link : links) {
            if (link.end()) {
                cut++;
            }
        }
        return cut;
    }

    /** Swallows the next answer to a commit of a wanted statement. */
    void loseNextCommit() {
        losing.set(true);
    }

    /** Whether the answer that was to be lost has not come by yet. */
    boolean isLosing() {
        return losing.get();
    }

    /** Loses nothing from now on; whether an answer was still to be lost. */
    boolean loseNothing() {
        return losing.getAndSet(false);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                start(() -> connect(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        Link link = new Link(client, new Socket(), wires.get());
        try {
            link.server.connect(target);
            client.setTcpNoDelay(true);
            link.server.setTcpNoDelay(true);
            links.add(link);
            start(link::ask);
            link.answer();
        } catch (IOException e) {
            // The server is away: so the client is told, by the end of its connection.
            link.end();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    /** A client's connection and the one to the server behind it. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private final Wire wire;
        private final AtomicBoolean ended = new AtomicBoolean();

        Link(Socket client, Socket server, Wire wire) {
            this.client = client;
            this.server = server;
            this.wire = wire;
        }

        void ask() {
            pump(client, server, (bytes, length) -> {
                wire.asked(bytes, length);
                return true;
            });
        }

        void answer() {
            pump(
                    server,
                    client,
                    (bytes, length) -> !wire.answered(bytes, length) || !losing.compareAndSet(true, false));
        }

        private void pump(Socket from, Socket to, Gate gate) {
            byte[] buffer = new byte[16384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read = in.read(buffer);
                while (read >= 0 && gate.lets(buffer, read)) {
                    out.write(buffer, 0, read);
                    out.flush();
                    read = in.read(buffer);
                }
            } catch (IOException e) {
                // Cut lines are what this class is for; both ends are closed below.
            } finally {
                end();
            }
        }

        /** Closes both connections; false if that was done before. */
        boolean end() {
            links.remove(this);
            boolean first = ended.compareAndSet(false, true);
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return first;
        }
    }

    /** Decides whether bytes go on. */
    private interface Gate {
        boolean lets(byte[] bytes, int length);
    }
}
