package systems.blackroad.benchmarks;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/**
 * Counts round trips where they happen, on the wire: each time that a connection waits for an answer after it sent
 * something. The driver makes one of these for each connection, by its name in the URL.
 */
public final class RoundTrips extends SocketFactory {

    private static final LongAdder COUNT = new LongAdder();

    /** For the driver. */
    public RoundTrips() {}

    /** How many round trips all connections made until now. */
    static long count() {
        return COUNT.sum();
    }

    @Override
    public Socket createSocket() {
        return new CountingSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectedLater();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connectedLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectedLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connectedLater();
    }

    private static IOException connectedLater() {
        return new IOException("the driver is expected to connect the socket itself");
    }

    private static final class CountingSocket extends Socket {

        private final AtomicBoolean sent = new AtomicBoolean();

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    answered();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    answered();
                    return super.read(bytes, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {

                @Override
                public void write(int single) throws IOException {
                    sent.set(true);
                    out.write(single);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    sent.set(true);
                    out.write(bytes, offset, length);
                }
            };
        }

        private void answered() {
            if (sent.getAndSet(false)) {
                COUNT.increment();
            }
        }
    }
}
