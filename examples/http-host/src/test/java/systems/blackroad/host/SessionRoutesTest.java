package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and the system paths as a well-behaved client sees them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionRoutesTest {

    /** Where the hosts of these tests keep their data. */
    TestStore store() {
        return TestStore.MEMORY;
    }

    @Test
    void a_new_session_has_the_desktop_that_users_of_the_scaffold_know() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            Answer opened = host.post("/api/sessions", token, "{}");
            assertThat(opened.status()).isEqualTo(201);
            JsonNode state = opened.json().path("state");
            assertThat(state.path("session").path("display_name").textValue()).isEqualTo("BlackRoad User");
            assertThat(state.path("session").path("user_id").textValue()).isEqualTo("ada");
            assertThat(state.path("desktop_items").findValuesAsText("id"))
                    .containsExactly("my-computer", "prism-console", "lucidia");
            assertThat(state.path("taskbar_items").findValuesAsText("id")).containsExactly("start-menu");
            assertThat(state.path("system_tray_items").findValuesAsText("status"))
                    .containsExactly("connected", "on", "active");
            assertThat(state.path("theme").textValue()).isEqualTo("classic");
            String location = opened.header("Location").orElseThrow();
            Answer read = host.get(location, token);
            assertThat(read.json()).isEqualTo(state);
            assertThat(read.header("ETag")).isEqualTo(opened.header("ETag"));
            String etag = read.header("ETag").orElseThrow();
            assertThat(host.get(location, token, "If-None-Match", etag).status())
                    .isEqualTo(304);
        }
    }

    @Test
    void a_repeated_idempotency_key_finds_the_same_session() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String other = host.signIn("bob", Role.USER);
            String[] key = {"Idempotency-Key", "default-desktop"};
            String first = host.post("/api/sessions", token, "{}", key)
                    .json()
                    .path("id")
                    .textValue();
            Answer repeat = host.post("/api/sessions", token, "{}", key);
            assertThat(repeat.status()).isEqualTo(201);
            assertThat(repeat.json().path("id").textValue()).isEqualTo(first);
            assertThat(host.post("/api/sessions", other, "{}", key)
                            .json()
                            .path("id")
                            .textValue())
                    .isNotEqualTo(first);
            assertThat(host.get("/api/sessions", token).json().path("items")).hasSize(1);
        }
    }

    @Test
    void a_repeated_command_applies_once_and_answers_the_same_again() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            String path = "/api/sessions/" + session + "/commands";
            String body = host.commandBody("{\"type\":\"open_window\",\"app_id\":\"notes\"}");
            Answer first = host.post(path, token, body);
            Answer again = host.post(path, token, body);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.json().path("outcome").textValue()).isEqualTo("applied");
            assertThat(again.json()).isEqualTo(first.json());
            assertThat(host.state(token, session).path("windows")).hasSize(1);
            host.post(path, token, body.replace("notes", "mail")).isProblem(409, "COMMAND_ID_REUSED");
        }
    }

    @Test
    void a_list_of_commands_applies_whole_or_not_at_all() {
        try (TestHost host = store().start("MAX_OPEN_WINDOWS", "2")) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            String open = "{\"type\":\"open_window\",\"app_id\":\"notes\"}";
            host.command(token, session, open + "," + open + "," + open).isProblem(422, "LIMIT_EXCEEDED");
            assertThat(host.state(token, session).path("windows")).isEmpty();
            Answer two = host.command(token, session, open + "," + open);
            assertThat(two.json().path("events")).hasSize(2);
            String etag = two.header("ETag").orElseThrow();
            Answer theme = host.post(
                    "/api/sessions/" + session + "/commands",
                    token,
                    host.commandBody("{\"type\":\"set_theme\",\"theme\":\"dark\"}"),
                    "If-Match",
                    etag);
            assertThat(theme.status()).isEqualTo(200);
            assertThat(host.command(token, session, "{\"type\":\"set_theme\",\"theme\":\"dark\"}")
                            .json()
                            .path("outcome")
                            .textValue())
                    .isEqualTo("unchanged");
        }
    }

    @Test
    void an_ended_session_is_listed_and_readable_but_takes_no_commands() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            for (int i = 0; i < 2; i++) {
                assertThat(host.send("DELETE", "/api/sessions/" + session, token, null)
                                .status())
                        .isEqualTo(204);
            }
            host.openWindow(token, session, "notes").isProblem(409, "SESSION_ENDED");
            assertThat(host.state(token, session).path("status").textValue()).isEqualTo("ended");
            assertThat(host.get("/api/sessions", token)
                            .json()
                            .path("items")
                            .path(0)
                            .path("status")
                            .textValue())
                    .isEqualTo("ended");
        }
    }

    @Test
    void an_administrator_lists_and_ends_sessions_of_others_but_does_not_read_them() {
        try (TestHost host = store().start()) {
            String session = host.openSession(host.signIn("ada", Role.USER));
            String admin = host.signIn("root", Role.ADMIN);
            assertThat(host.get("/api/sessions?user=ada", admin).json().path("items"))
                    .hasSize(1);
            assertThat(host.get("/api/sessions?user=nobody", admin).json().path("items"))
                    .isEmpty();
            host.get("/api/sessions/" + session, admin).isProblem(404, "SESSION_NOT_FOUND");
            assertThat(host.send("DELETE", "/api/sessions/" + session, admin, null)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void the_system_paths_use_the_session_that_was_active_last_or_a_new_one() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            Answer window = host.post("/api/system/windows", token, "{\"app_id\":\"my-notes\"}");
            assertThat(window.status()).isEqualTo(201);
            assertThat(window.json().path("title").textValue()).isEqualTo("My Notes");
            JsonNode state = host.get("/api/system/os/state", token).json();
            assertThat(state.path("active_windows").path(0))
                    .isEqualTo(window.json().path("id"));
            assertThat(state.path("running_apps").path(0).textValue()).isEqualTo("my-notes");
            assertThat(state.path("uptime_seconds").isIntegralNumber()).isTrue();
            assertThat(state.path("system_resources")
                            .path("memory_usage_percent")
                            .doubleValue())
                    .isBetween(0.1, 100.0);
            assertThat(host.get("/api/sessions", token).json().path("items")).hasSize(1);
            host.post("/api/system/windows?session=unknown", token, "{\"app_id\":\"x\"}")
                    .isProblem(404, "SESSION_NOT_FOUND");
        }
    }

    @Test
    void the_host_says_what_it_is_and_how_it_keeps_data() {
        try (TestHost host = store().start("GIT_SHA", "0123456789abcdef", "MAX_OPEN_WINDOWS", "7")) {
            JsonNode health = host.get("/health", null).json();
            assertThat(health.path("status").textValue()).isEqualTo("healthy");
            assertThat(health.path("stores").findValuesAsText("face")).containsExactlyInAnyOrder("sessions", "jobs");
            assertThat(health.path("stores").findValuesAsText("durability")).containsOnly(store().durability());
            assertThat(host.get("/health/ready", null).status()).isEqualTo(200);
            assertThat(host.get("/version", null).json())
                    .isEqualTo(host.get("/api/system/version", null).json());
            assertThat(host.get("/version", null).json().path("git_sha").textValue())
                    .isEqualTo("01234567");
            assertThat(host.get("/api/system/config/public", null)
                            .json()
                            .path("limits")
                            .path("max_open_windows")
                            .intValue())
                    .isEqualTo(7);
            assertThat(host.get("/api/system/prism/config", host.signIn("vera", Role.VIEWER))
                            .json()
                            .path("services"))
                    .hasSize(3);
        }
    }

    @Test
    void windows_stand_as_they_were_after_a_restart_and_the_stream_resumes(@TempDir Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("host.db");
        String token;
        String session;
        String seen;
        JsonNode before;
        try (TestHost host = TestHost.start(url)) {
            token = host.signIn("ada", Role.USER);
            session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                host.openWindow(token, session, "notes");
                seen = stream.next().id();
            }
            host.openWindow(token, session, "mail");
            before = host.state(token, session);
        }
        try (TestHost host = TestHost.start(url)) {
            assertThat(host.state(token, session)).isEqualTo(before);
            try (EventStream stream = host.events(token, session, seen)) {
                assertThat(stream.next().name()).isEqualTo("resumed");
                assertThat(stream.next().json().path("revision").longValue()).isEqualTo(3);
            }
        }
    }

    @Test
    void an_earlier_state_can_be_read_and_one_that_never_was_cannot() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            host.openWindow(token, session, "notes");
            JsonNode then = host.state(token, session);
            host.openWindow(token, session, "mail");
            assertThat(host.get("/api/sessions/" + session + "?at=2", token).json())
                    .isEqualTo(then);
            host.get("/api/sessions/" + session + "?at=4", token).isProblem(404, "REVISION_NOT_KEPT");
            host.get("/api/sessions/" + session + "?at=0", token).isProblem(422, "INVALID_VALUE");
            host.get("/api/sessions/" + session + "?at=2", host.signIn("bob", Role.USER))
                    .isProblem(404, "SESSION_NOT_FOUND");
        }
    }
}
