package systems.blackroad.store.jdbc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Properties;
import javax.net.SocketFactory;

/*
 * When the driver has read a notification it looks whether another one follows, by a read that waits for a millisecond, and
 * hands the first one on only then. That look is the one place where it sets a timeout of 1 ms, so on these sockets a read
 * with that timeout finds what has arrived, or ends at once.
 */
/** Sockets for a connection that listens for notifications, on which these are handed on when they arrive. */
final class ListenerSockets {

    private static final int LOOK_MILLIS = 1;
    private static final InetSocketAddress ANY = new InetSocketAddress(0);

    private ListenerSockets() {}

    /** Makes the driver use these sockets, unless it cannot see this class, or the application chose its own. */
    static void choose(Properties properties) {
        String name = Factory.class.getName();
        try {
            ClassLoader drivers = Class.forName("org.postgresql.PGConnection").getClassLoader();
            if (Class.forName(name, false, drivers) == Factory.class) {
                properties.putIfAbsent("socketFactory", name);
            }
        } catch (ClassNotFoundException e) {
            // The driver's own sockets do, a millisecond later.
        }
    }

    /** Made by the driver, by name, and therefore public. */
    public static final class Factory extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new PromptSocket();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), ANY);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), ANY);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        private static Socket connected(InetSocketAddress to, InetSocketAddress from) throws IOException {
            Socket socket = new PromptSocket();
            try {
                socket.bind(from);
                socket.connect(to);
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }
    }

    private static final class PromptSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    look();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    look();
                    return super.read(bytes, offset, length);
                }

                private void look() throws IOException {
                    if (getSoTimeout() == LOOK_MILLIS && available() == 0) {
                        throw new SocketTimeoutException("nothing has arrived");
                    }
                }
            };
        }
    }
}
