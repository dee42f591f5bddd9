package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(30)
class RelayTest {

    private static final String IDLE = "Z\0\0\0\5I";
    private static final String COMMITTED = "C\0\0\0\13COMMIT\0" + IDLE;

    @Test
    void an_answer_says_that_a_commit_was_done_only_outside_a_transaction() {
        assertThat(isCommitted(COMMITTED)).isTrue();
        assertThat(isCommitted("C\0\0\0\17INSERT 0 1\0" + IDLE)).isTrue();
        assertThat(isCommitted("C\0\0\0\17INSERT 0 1\0Z\0\0\0\5T")).isFalse();
        assertThat(isCommitted("C\0\0\0\15SELECT 1\0" + IDLE)).isFalse();
    }

    @Test
    void a_commits_answer_is_swallowed_once_and_other_answers_pass() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Relay relay = Relay.before("jdbc:postgresql://localhost:" + server.getLocalPort() + "/db");
                Socket client = connect(relay);
                Socket served = server.accept()) {
            relay.loseNextCommit();
            answer(served, "no commit");
            assertThat(client.getInputStream().readNBytes(9)).hasSize(9);
            assertThat(relay.isLosing()).isTrue();
            answer(served, COMMITTED);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(relay.isLosing()).isFalse();
            try (Socket next = connect(relay);
                    Socket nextServed = server.accept()) {
                answer(nextServed, COMMITTED);
                assertThat(next.getInputStream().readNBytes(COMMITTED.length())).hasSize(COMMITTED.length());
                assertThat(relay.cut()).isEqualTo(1);
                assertThat(next.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void a_relay_before_an_embedded_database_is_refused() {
        assertThatThrownBy(() -> Relay.before("jdbc:sqlite:a.db")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Socket connect(Relay relay) throws IOException {
        int port = URI.create(relay.url().substring("jdbc:".length())).getPort();
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void answer(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static boolean isCommitted(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        return Relay.isCommitted(bytes, bytes.length);
    }
}
