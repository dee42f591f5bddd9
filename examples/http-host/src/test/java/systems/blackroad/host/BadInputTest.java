package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client can get wrong: each time one answer with the right code, and a desktop that stays as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class BadInputTest {

    @TempDir
    private Path folder;

    @Test
    void an_unknown_command_type_is_refused() {
        unchanged((host, at) -> host.command(at.token, at.session, "{\"type\":\"launch_rocket\"}")
                .isProblem(422, "INVALID_VALUE"));
    }

    @Test
    void an_unknown_field_is_refused_by_name() {
        unchanged((host, at) -> {
            Answer answer = host.command(
                            at.token, at.session, "{\"type\":\"open_window\",\"app_id\":\"x\",\"colour\":1}")
                    .isProblem(422, "INVALID_VALUE");
            assertThat(answer.json().path("detail").textValue()).contains("colour");
            return answer;
        });
    }

    @Test
    void a_window_that_is_not_there_is_refused() {
        unchanged((host, at) -> host.command(
                        at.token, at.session, "{\"type\":\"close_window\",\"window_id\":\"no-such-window\"}")
                .isProblem(404, "WINDOW_NOT_FOUND"));
    }

    @Test
    void a_title_of_ten_thousand_characters_is_refused() {
        String title = "x".repeat(10_000);
        unchanged((host, at) -> host.command(
                        at.token,
                        at.session,
                        "{\"type\":\"open_window\",\"app_id\":\"notes\",\"title\":\"" + title + "\"}")
                .isProblem(422, "LIMIT_EXCEEDED"));
    }

    @Test
    void an_empty_list_and_one_of_fifty_one_commands_are_refused() {
        String open = "{\"type\":\"open_window\",\"app_id\":\"x\"}";
        unchanged((host, at) -> {
            host.command(at.token, at.session, "").isProblem(422, "INVALID_VALUE");
            return host.command(at.token, at.session, (open + ",").repeat(50) + open)
                    .isProblem(422, "INVALID_VALUE");
        });
    }

    @Test
    void a_command_without_a_client_or_with_a_wrong_number_is_refused() {
        unchanged((host, at) -> {
            String path = "/api/sessions/" + at.session + "/commands";
            String open = "\"commands\":[{\"type\":\"open_window\",\"app_id\":\"x\"}]";
            host.post(path, at.token, "{\"seq\":1," + open + "}").isProblem(422, "INVALID_VALUE");
            host.post(path, at.token, "{\"client_id\":\"a b\",\"seq\":1," + open + "}")
                    .isProblem(422, "INVALID_VALUE");
            host.post(path, at.token, "[]").isProblem(422, "INVALID_VALUE");
            host.post(path, at.token, "{\"client_id\":\"a\",\"client_id\":\"b\",\"seq\":1," + open + "}")
                    .isProblem(400, "MALFORMED_DOCUMENT");
            return host.post(path, at.token, "{\"client_id\":\"a\",\"seq\":0," + open + "}")
                    .isProblem(422, "INVALID_VALUE");
        });
    }

    @Test
    void broken_json_is_refused() {
        unchanged((host, at) -> host.post("/api/sessions/" + at.session + "/commands", at.token, "{\"client_id\":")
                .isProblem(400, "MALFORMED_DOCUMENT"));
    }

    @Test
    void json_nested_a_thousand_deep_is_refused() {
        String deep = "{\"commands\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
        unchanged((host, at) -> host.post("/api/sessions/" + at.session + "/commands", at.token, deep)
                .isProblem(400, "MALFORMED_DOCUMENT"));
        unchanged((host, at) -> host.post("/api/auth/login", null, deep.replace("commands", "ticket"))
                .isProblem(400, "MALFORMED_DOCUMENT"));
    }

    @Test
    void a_forged_token_is_refused() {
        unchanged((host, at) -> {
            String edited = at.token.substring(0, at.token.length() - 2) + (at.token.endsWith("AA") ? "BB" : "AA");
            return host.openWindow(edited, at.session, "notes").isProblem(401, "UNAUTHENTICATED");
        });
    }

    @Test
    void somebody_elses_session_answers_like_an_unknown_one() {
        unchanged((host, at) -> {
            String other = host.signIn("mallory", Role.OPERATOR);
            Answer foreign = host.openWindow(other, at.session, "notes").isProblem(404, "SESSION_NOT_FOUND");
            Answer unknown = host.openWindow(other, "no-such-session", "notes").isProblem(404, "SESSION_NOT_FOUND");
            assertThat(foreign.body()).isEqualTo(unknown.body());
            for (String path : new String[] {"", "/events"}) {
                assertThat(host.get("/api/sessions/" + at.session + path, other).body())
                        .isEqualTo(unknown.body());
                assertThat(host.get("/api/sessions/%00%2e%2e/" + path, other).status())
                        .isBetween(400, 404);
            }
            return host.send("DELETE", "/api/sessions/" + at.session, other, null)
                    .isProblem(404, "SESSION_NOT_FOUND");
        });
    }

    @Test
    void a_stale_revision_is_a_conflict() {
        unchanged((host, at) -> {
            String etag = host.get("/api/sessions/" + at.session, at.token)
                    .header("ETag")
                    .orElseThrow();
            String stale = etag.replaceAll(":[0-9]+\"", ":1\"");
            String otherEpoch = "\"another-epoch:2\"";
            String body = host.commandBody("{\"type\":\"open_window\",\"app_id\":\"notes\"}");
            host.post("/api/sessions/" + at.session + "/commands", at.token, body, "If-Match", otherEpoch)
                    .isProblem(409, "VERSION_CONFLICT");
            host.post("/api/sessions/" + at.session + "/commands", at.token, body, "If-Match", "nonsense")
                    .isProblem(422, "INVALID_VALUE");
            return host.post("/api/sessions/" + at.session + "/commands", at.token, body, "If-Match", stale)
                    .isProblem(409, "VERSION_CONFLICT");
        });
    }

    @Test
    void a_body_of_another_type_or_size_is_refused() {
        unchanged((host, at) -> {
            host.post("/api/sessions/" + at.session + "/commands", at.token, "a=b", "Content-Type", "text/plain")
                    .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
            return host.post("/api/sessions/" + at.session + "/commands", at.token, " ".repeat(1_048_577))
                    .isProblem(413, "BODY_TOO_LARGE");
        });
    }

    @Test
    void an_unknown_path_or_method_is_a_problem_too() {
        unchanged((host, at) -> {
            host.get("/api/no/such/path", at.token).isProblem(404, "NOT_FOUND");
            return host.send("PUT", "/api/sessions", at.token, "{}").isProblem(405, "METHOD_NOT_ALLOWED");
        });
    }

    @Test
    void paging_out_of_range_is_refused() {
        unchanged((host, at) -> {
            for (String query : new String[] {"limit=0", "limit=201", "limit=x", "after=%21nonsense"}) {
                host.get("/api/sessions?" + query, at.token).isProblem(422, "INVALID_VALUE");
            }
            return host.get("/api/sessions?limit=200", at.token);
        });
    }

    private record At(String token, String session) {}

    /** Tries {@code attempt} over memory and over the embedded database, and checks that the desktop is as it was. */
    private void unchanged(BiFunction<TestHost, At, Answer> attempt) {
        for (String url : new String[] {"memory:", "jdbc:sqlite:" + folder.resolve("bad-input.db")}) {
            try (TestHost host = TestHost.start(url)) {
                String token = host.signIn("ada", Role.USER);
                String session = host.openSession(token);
                assertThat(host.openWindow(token, session, "notes").status()).isEqualTo(200);
                JsonNode before = host.state(token, session);
                Answer answer = attempt.apply(host, new At(token, session));
                assertThat(Objects.requireNonNull(answer).header("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(host.state(token, session)).isEqualTo(before);
            }
        }
    }
}
