package systems.blackroad.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A relay between a client and a server that can lose an answer: once told to, it passes the next request that holds a
 * certain text on, waits for the server's answer and, instead of passing it back, cuts that line. So what was asked has
 * happened, and nobody was told.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private final int target;
    private final AtomicReference<@Nullable String> text = new AtomicReference<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    Relay(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Loses the answer to the next request that holds {@code part}. */
    void loseAnswerTo(String part) {
        text.set(part);
    }

    /** Whether an answer was lost since. */
    boolean lostOne() {
        return text.get() == null;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                AtomicBoolean doomed = new AtomicBoolean();
                start(() -> pump(client, server, doomed, false));
                start(() -> pump(server, client, doomed, true));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicBoolean doomed, boolean answers) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && doomed.get()) {
                    return;
                }
                String part = text.get();
                boolean found = !answers
                        && part != null
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(part);
                if (found && text.compareAndSet(part, null)) {
                    doomed.set(true);
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // A cut line is what this class is for; both ends are closed.
            open.remove(from);
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
        for (Socket socket : open) {
            socket.close();
        }
    }
}
