package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts over one PostgreSQL are one host to their clients. */
@Tag("server")
@Timeout(120)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class TwoHostsTest {

    private static final int COMMANDS = 500;

    private static EmbeddedPostgres postgres;
    private static TestHost one;
    private static TestHost other;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .start();
        String url = "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
        String[] variables = {"SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe"};
        CompletableFuture<TestHost> starting = CompletableFuture.supplyAsync(() -> TestHost.start(url, variables));
        one = TestHost.start(url, variables);
        other = starting.join();
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        other.close();
        postgres.close();
    }

    @Test
    void both_hosts_keep_data_durably_and_know_each_others_users() {
        assertThat(one.get("/health", null).json().path("stores").findValuesAsText("kind"))
                .containsOnly("postgresql");
        JsonNode signIn = one.signInAnswer("ada", Role.USER).json();
        String token = signIn.path("access_token").textValue();
        assertThat(other.get("/api/auth/me", token).json().path("id").textValue())
                .isEqualTo("ada");
        String refresh = "{\"refresh_token\":\"" + signIn.path("refresh_token").textValue() + "\"}";
        assertThat(other.post("/api/auth/logout", null, refresh).status()).isEqualTo(204);
        one.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
    }

    @Test
    void of_two_exchanges_of_one_refresh_token_at_most_one_succeeds() {
        JsonNode signIn = one.signInAnswer("bob", Role.USER).json();
        String refresh = "{\"refresh_token\":\"" + signIn.path("refresh_token").textValue() + "\"}";
        CompletableFuture<Answer> there =
                CompletableFuture.supplyAsync(() -> other.post("/api/auth/refresh", null, refresh));
        Answer here = one.post("/api/auth/refresh", null, refresh);
        assertThat(List.of(here.status(), there.join().status())).containsExactlyInAnyOrder(200, 401);
    }

    @Test
    void two_clients_on_two_hosts_command_one_session_and_nothing_is_lost() {
        String token = one.signIn("eve", Role.USER);
        String session = one.openSession(token);
        String window = one.openWindow(token, session, "shared")
                .json()
                .path("events")
                .path(0)
                .path("data")
                .path("window")
                .path("id")
                .textValue();
        try (EventStream stream = other.events(token, session, null)) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            CompletableFuture<List<Long>> there =
                    CompletableFuture.supplyAsync(() -> moves(other, token, session, window, "there", 1));
            List<Long> revisions = new ArrayList<>(moves(one, token, session, window, "here", 2));
            revisions.addAll(joined(there));
            List<Long> expected =
                    LongStream.rangeClosed(3, 2 + 2 * COMMANDS).boxed().collect(Collectors.toList());
            assertThat(revisions).containsExactlyInAnyOrderElementsOf(expected);
            List<Long> seen = new ArrayList<>();
            while (seen.size() < 2 * COMMANDS) {
                EventStream.Frame frame = stream.next();
                assertThat(frame.name()).as(frame.data()).isEqualTo("event");
                seen.add(frame.json().path("revision").longValue());
            }
            assertThat(seen).isEqualTo(expected);
        }
        assertThat(one.state(token, session)).isEqualTo(other.state(token, session));
    }

    /** Moves the window {@value #COMMANDS} times, each time to another place, and returns the revisions answered. */
    private static List<Long> moves(
            TestHost host, String token, String session, String window, String client, int row) {
        List<Long> revisions = new ArrayList<>();
        for (int i = 1; i <= COMMANDS; i++) {
            String body = "{\"client_id\":\"" + client + "\",\"seq\":" + i
                    + ",\"commands\":[{\"type\":\"move_window\",\"window_id\":\"" + window
                    + "\",\"position\":{\"x\":" + i + ",\"y\":" + row + "}}]}";
            Answer answer = host.post("/api/sessions/" + session + "/commands", token, body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("outcome").textValue()).isEqualTo("applied");
            revisions.add(answer.json().path("revision").longValue());
        }
        return revisions;
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new AssertionError("the other client failed", e.getCause());
        }
    }
}
