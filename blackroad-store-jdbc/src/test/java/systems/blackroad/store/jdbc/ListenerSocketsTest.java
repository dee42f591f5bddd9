package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Properties;
import javax.net.SocketFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListenerSocketsTest {

    private static final String AT_ONCE = "nothing has arrived";

    private final SocketFactory factory = new ListenerSockets.Factory();

    /** Does something with both ends of a connection. */
    private interface Talk {
        void over(Socket ours, Socket theirs) throws IOException;
    }

    @Test
    void the_drivers_look_for_more_ends_at_once_when_nothing_has_arrived() throws IOException {
        connected((ours, theirs) -> {
            ours.setSoTimeout(1);
            assertThatThrownBy(() -> ours.getInputStream().read(new byte[8]))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(AT_ONCE);
            assertThatThrownBy(() -> ours.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(AT_ONCE);
        });
    }

    @Test
    void any_other_read_waits_as_long_as_it_says() throws IOException {
        connected((ours, theirs) -> {
            ours.setSoTimeout(2);
            assertThatThrownBy(() -> ours.getInputStream().read(new byte[8]))
                    .isInstanceOf(SocketTimeoutException.class)
                    .message()
                    .isNotEqualTo(AT_ONCE);
        });
    }

    @Test
    void what_has_arrived_is_read_and_then_the_end() throws IOException {
        connected((ours, theirs) -> {
            theirs.getOutputStream().write(new byte[] {7, 8});
            theirs.shutdownOutput();
            byte[] read = new byte[1];
            assertThat(ours.getInputStream().read(read)).isEqualTo(1);
            assertThat(read).containsExactly(7);
            ours.setSoTimeout(1);
            assertThat(ours.getInputStream().read()).isEqualTo(8);
            ours.setSoTimeout(0);
            assertThat(ours.getInputStream().read()).isEqualTo(-1);
        });
    }

    @Test
    void every_way_to_make_one_connects() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 4, loopback);
                Socket byName = factory.createSocket(loopback.getHostAddress(), server.getLocalPort());
                Socket byAddress = factory.createSocket(loopback, server.getLocalPort());
                Socket byNameFrom =
                        factory.createSocket(loopback.getHostAddress(), server.getLocalPort(), loopback, 0);
                Socket byAddressFrom = factory.createSocket(loopback, server.getLocalPort(), loopback, 0)) {
            assertThat(byName.isConnected()).isTrue();
            assertThat(byAddress.isConnected()).isTrue();
            assertThat(byNameFrom.getLocalAddress()).isEqualTo(loopback);
            assertThat(byAddressFrom.getLocalAddress()).isEqualTo(loopback);
        }
    }

    @Test
    void the_driver_is_told_of_them_unless_the_application_chose_its_own() {
        Properties properties = new Properties();
        ListenerSockets.choose(properties);
        assertThat(properties).containsEntry("socketFactory", ListenerSockets.Factory.class.getName());
        properties.setProperty("socketFactory", "theirs");
        ListenerSockets.choose(properties);
        assertThat(properties).containsEntry("socketFactory", "theirs");
    }

    private void connected(Talk talk) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket ours = factory.createSocket()) {
            ours.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            try (Socket theirs = server.accept()) {
                talk.over(ours, theirs);
            }
        }
    }
}
