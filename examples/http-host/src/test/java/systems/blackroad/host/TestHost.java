package systems.blackroad.host;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.UserId;

/** A host on a free port with an HTTP client, whose jobs run when a test says so. */
final class TestHost implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    /** How long tests wait for what is expected at once: the machine may be busy with something else. */
    static final Duration LONG = Duration.ofSeconds(60);

    static final Host.Patience PATIENCE = new Host.Patience(Host.Patience.REAL.heartbeat(), LONG, LONG);

    private final Host host;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger clientIds = new AtomicInteger();

    private TestHost(Host host) {
        this.host = host;
    }

    static TestHost start(String databaseUrl, String... variables) {
        return start(databaseUrl, tuning(InstantSource.system()), variables);
    }

    static TestHost start(String databaseUrl, Host.Tuning tuning, String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0", "DATABASE_URL", databaseUrl));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return new TestHost(Host.start(HostConfig.of(all), tuning));
    }

    static Host.Tuning tuning(InstantSource clock) {
        return tuning(clock, PATIENCE);
    }

    /** For a host whose streams have a heartbeat only when a test calls {@link StreamHub#beat}. */
    static Host.Tuning beatingByHand() {
        return tuning(InstantSource.system(), new Host.Patience(Duration.ofDays(1), LONG, LONG));
    }

    private static Host.Tuning tuning(InstantSource clock, Host.Patience patience) {
        return new Host.Tuning(clock, System::nanoTime, patience, 10_000, 10_000, false);
    }

    Host host() {
        return host;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + host.port() + path);
    }

    /** The access token of a fresh sign-in of the user {@code name}, who is made with {@code role} if need be. */
    String signIn(String name, Role role) {
        return requireNonNull(
                signInAnswer(name, role).json().path("access_token").textValue());
    }

    Answer signInAnswer(String name, Role role) {
        User user = host.users().createIfAbsent(name, name, role, null);
        return post("/api/auth/login", null, "{\"ticket\":\"" + host.signIns().newTicket(user) + "\"}");
    }

    /** A new session of the token's user. */
    String openSession(String token) {
        return requireNonNull(
                post("/api/sessions", token, "{}").json().path("id").textValue());
    }

    /** Sends one command under a client id of its own. */
    Answer command(String token, String session, String command) {
        return post("/api/sessions/" + session + "/commands", token, commandBody(command));
    }

    String commandBody(String command) {
        return "{\"client_id\":\"test-" + clientIds.incrementAndGet() + "\",\"seq\":1,\"commands\":[" + command + "]}";
    }

    Answer openWindow(String token, String session, String app) {
        return command(token, session, "{\"type\":\"open_window\",\"app_id\":\"" + app + "\"}");
    }

    JsonNode state(String token, String session) {
        return get("/api/sessions/" + session, token).json();
    }

    Answer get(String path, @Nullable String token, String... headers) {
        return send("GET", path, token, null, headers);
    }

    Answer post(String path, @Nullable String token, @Nullable String json, String... headers) {
        return send("POST", path, token, json, headers);
    }

    Answer send(String method, String path, @Nullable String token, @Nullable String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(LONG);
        HttpRequest.BodyPublisher body =
                json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json);
        request.method(method, body);
        if (json != null) {
            request.setHeader("Content-Type", "application/json");
        }
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
        }
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Opens the event stream of a session; close it. */
    EventStream events(String token, String session, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/sessions/" + session + "/events"))
                .setHeader("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.setHeader("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new EventStream(response);
        } catch (IOException e) {
            throw new AssertionError("the event stream got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static UserId user(String name) {
        return UserId.of(name);
    }

    @Override
    public void close() {
        host.close();
    }
}
