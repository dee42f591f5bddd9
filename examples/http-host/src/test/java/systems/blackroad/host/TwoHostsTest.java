package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
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

    /** How many events may wait for their reader, who would get a snapshot in place of too many. */
    private static final int AHEAD = 100;

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
        one = TestHost.start(url, variables);
        other = TestHost.start(url, variables);
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
    void two_clients_on_two_hosts_command_one_session_and_nothing_is_lost() throws Exception {
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
        Semaphore ahead = new Semaphore(AHEAD);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (EventStream stream = other.events(token, session, null)) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            CompletableFuture<List<Long>> there = CompletableFuture.supplyAsync(
                    () -> moves(other, token, session, body(window, "there", 1), ahead), threads);
            CompletableFuture<List<Long>> here = CompletableFuture.supplyAsync(
                    () -> moves(one, token, session, body(window, "here", 2), ahead), threads);
            CompletableFuture<List<Long>> seen = CompletableFuture.supplyAsync(() -> events(stream, ahead), threads);
            firstFailureOrAll(here, there, seen);
            List<Long> revisions = new ArrayList<>(here.join());
            revisions.addAll(there.join());
            List<Long> expected =
                    LongStream.rangeClosed(3, 2 + 2 * COMMANDS).boxed().collect(Collectors.toList());
            assertThat(revisions).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(seen.join()).isEqualTo(expected);
        } finally {
            threads.shutdownNow();
        }
        assertThat(one.state(token, session)).isEqualTo(other.state(token, session));
    }

    /** Moves the window {@value #COMMANDS} times, each time to another place, and returns the revisions answered. */
    private static List<Long> moves(
            TestHost host, String token, String session, IntFunction<String> body, Semaphore ahead) {
        List<Long> revisions = new ArrayList<>();
        for (int i = 1; i <= COMMANDS; i++) {
            acquire(ahead);
            Answer answer = host.post("/api/sessions/" + session + "/commands", token, body.apply(i));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("outcome").textValue()).isEqualTo("applied");
            revisions.add(answer.json().path("revision").longValue());
        }
        return revisions;
    }

    private static IntFunction<String> body(String window, String client, int row) {
        return i -> "{\"client_id\":\"" + client + "\",\"seq\":" + i
                + ",\"commands\":[{\"type\":\"move_window\",\"window_id\":\"" + window
                + "\",\"position\":{\"x\":" + i + ",\"y\":" + row + "}}]}";
    }

    /** The revisions of the events of all moves; each read lets the clients go on by one. */
    private static List<Long> events(EventStream stream, Semaphore ahead) {
        List<Long> revisions = new ArrayList<>();
        while (revisions.size() < 2 * COMMANDS) {
            EventStream.Frame frame = stream.next();
            assertThat(frame.name()).as(frame.data()).isEqualTo("event");
            revisions.add(frame.json().path("revision").longValue());
            ahead.release();
        }
        return revisions;
    }

    private static void acquire(Semaphore permits) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until all succeed, or one fails: then the others may wait for what never comes. */
    private static void firstFailureOrAll(CompletableFuture<?>... futures) throws Exception {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (CompletableFuture<?> future : futures) {
            future.exceptionally(e -> {
                failed.completeExceptionally(e);
                return null;
            });
        }
        CompletableFuture.anyOf(failed, CompletableFuture.allOf(futures)).get();
    }
}
