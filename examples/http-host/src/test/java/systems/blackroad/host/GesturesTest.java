package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Drags that others watch, over HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class GesturesTest {

    @Test
    void a_drag_is_seen_live_and_leaves_nothing() {
        try (TestHost host = TestHost.start("memory:")) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            host.openWindow(token, session, "notes");
            String window = host.state(token, session)
                    .path("windows")
                    .path(0)
                    .path("id")
                    .asText();
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                Answer answer = host.post(path(session), token, body(window, 5));
                assertThat(answer.status()).isEqualTo(204);
                EventStream.Frame seen = stream.next();
                assertThat(seen.name()).isEqualTo("gesture");
                assertThat(seen.id()).isNull();
                assertThat(seen.data())
                        .isEqualTo("{\"actor\":\"ada\",\"client_id\":\"tab\",\"window_id\":\"" + window
                                + "\",\"position\":{\"x\":5,\"y\":6},\"size\":{\"width\":300,\"height\":200}}");
                assertThat(host.state(token, session).path("revision").longValue())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void gestures_of_strangers_and_of_windows_that_are_not_there_are_refused() {
        try (TestHost host = TestHost.start("memory:")) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            host.post(path(session), host.signIn("eve", Role.USER), body("w", 5))
                    .isProblem(404, "SESSION_NOT_FOUND");
            host.post(path(session), token, body("w", 5)).isProblem(404, "WINDOW_NOT_FOUND");
            host.post(path(session), token, body("w", 40_000)).isProblem(422, "INVALID_VALUE");
            host.send("DELETE", "/api/sessions/" + session, token, null);
            host.post(path(session), token, body("w", 5)).isProblem(409, "SESSION_ENDED");
        }
    }

    private static String path(String session) {
        return "/api/sessions/" + session + "/gestures";
    }

    private static String body(String window, int x) {
        return "{\"client_id\":\"tab\",\"window_id\":\"" + window + "\",\"position\":{\"x\":" + x
                + ",\"y\":6},\"size\":{\"width\":300,\"height\":200}}";
    }
}
