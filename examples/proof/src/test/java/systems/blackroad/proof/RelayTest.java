package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(30)
class RelayTest {

    private static final Pattern WRITES = Scenario.Work.SESSIONS.writes();
    private static final String LOGIN = "\0\0\0\11\0\3\0\0\0";
    private static final String INSERT = query("insert into p_session_event values (1)");
    private static final String COMMITTED = "C\0\0\0\17INSERT 0 1\0Z\0\0\0\5I";

    @Test
    void a_commits_answer_is_swallowed_once_and_other_answers_pass() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Relay relay = Relay.before("jdbc:postgresql://localhost:" + server.getLocalPort() + "/db", WRITES);
                Socket client = connect(relay);
                Socket served = server.accept()) {
            relay.loseNextCommit();
            pass(client, served, LOGIN + query("select 1"));
            pass(served, client, COMMITTED);
            assertThat(relay.isLosing()).isTrue();
            pass(client, served, INSERT);
            send(served, COMMITTED);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(relay.isLosing()).isFalse();
            try (Socket next = connect(relay);
                    Socket nextServed = server.accept()) {
                pass(next, nextServed, LOGIN + INSERT);
                pass(nextServed, next, COMMITTED);
                assertThat(relay.cut()).isEqualTo(1);
                assertThat(next.getInputStream().read()).isEqualTo(-1);
                assertThat(relay.cut()).isZero();
            }
        }
    }

    @Test
    void a_relay_before_an_embedded_database_is_refused() {
        assertThatThrownBy(() -> Relay.before("jdbc:sqlite:a.db", WRITES)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Socket connect(Relay relay) throws IOException {
        int port = URI.create(relay.url().substring("jdbc:".length())).getPort();
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void pass(Socket from, Socket to, String text) throws IOException {
        send(from, text);
        assertThat(to.getInputStream().readNBytes(text.length())).hasSize(text.length());
    }

    private static String query(String text) {
        return "Q\0\0\0" + (char) (5 + text.length()) + text + "\0";
    }
}
