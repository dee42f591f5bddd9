package systems.blackroad.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relay on the loopback interface between workers and a PostgreSQL server. It cuts all connections when told to, and once
 * told so swallows the next answer that says that a commit was done, and cuts that connection: what was asked has happened,
 * and nobody was told. Thread-safe.
 */
final class Relay implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://)([^:/?]+)(?::(\\d+))?(/.*)");

    /** The server's "ready, and in no transaction": only then has what it answered been committed. */
    private static final String IDLE = "Z\0\0\0\5I";

    private final ServerSocket door;
    private final InetSocketAddress target;
    private final String url;
    private final AtomicBoolean losing = new AtomicBoolean();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket door, InetSocketAddress target, String url) {
        this.door = door;
        this.target = target;
        this.url = url;
    }

    /** Starts a relay before the server that a {@code jdbc:postgresql:} URL names. */
    static Relay before(String url) throws IOException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("cuts and lost answers need jdbc:postgresql://host:port/database");
        }
        int port = parts.group(3) == null ? 5432 : Integer.parseInt(parts.group(3));
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        String through = parts.group(1) + "127.0.0.1:" + door.getLocalPort() + parts.group(4);
        Relay relay = new Relay(door, new InetSocketAddress(parts.group(2), port), through);
        start(relay::accept);
        return relay;
    }

    /** The URL that leads through this relay. */
    String url() {
        return url;
    }

    /** Cuts all connections; returns how many there were. */
    int cut() throws IOException {
        int cut = 0;
        for (Socket socket : open) {
            open.remove(socket);
            socket.close();
            cut++;
        }
        return cut / 2;
    }

    /** Swallows the next answer to a commit. */
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
                open.add(client);
                start(() -> connect(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(server);
            start(() -> pump(client, server, false));
            pump(server, client, true);
        } catch (IOException e) {
            // The server is away: so the client is told, by the end of its connection.
            end(client, server);
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && losing.get() && isCommitted(buffer, read) && losing.compareAndSet(true, false)) {
                    break;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Cut lines are what this class is for; both ends are closed below.
        } finally {
            end(from, to);
        }
    }

    /** Whether an answer says that rows were written or a transaction was committed, and that nothing is left open. */
    static boolean isCommitted(byte[] answer, int length) {
        String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
        return text.endsWith(IDLE)
                && (text.contains("COMMIT\0") || text.contains("INSERT 0 ") || text.contains("UPDATE "));
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : Set.of(one, other)) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
}
