package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who watches a session, over HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class PresenceTest {

    @Test
    void each_open_stream_is_a_viewer_that_the_others_see_come_and_go() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String bob = host.signIn("bob", Role.USER);
            String session = host.openSession(ada);
            String path = "/api/sessions/" + session;
            host.get(path + "/presence", bob).isProblem(404, "SESSION_NOT_FOUND");
            host.post(path + "/shares", ada, "{\"username\":\"bob\"}");
            try (EventStream adas = host.events(ada, session, null)) {
                assertThat(adas.nextPresence().json().path("total").intValue()).isEqualTo(1);
                try (EventStream bobs = host.events(bob, session, null)) {
                    JsonNode both = adas.nextPresence().json();
                    assertThat(both.path("viewers").findValuesAsText("user_id")).containsExactly("ada", "bob");
                    assertThat(both.path("viewers").path(0).path("device").textValue())
                            .isEqualTo("Browser");
                    assertThat(bobs.nextPresence().json()).isEqualTo(both);
                    assertThat(host.get(path + "/presence", bob).json().path("items"))
                            .isEqualTo(both.path("viewers"));
                    host.send("DELETE", path + "/shares/bob", ada, null);
                    assertThat(bobs.next().name()).isEqualTo("closed");
                }
                assertThat(adas.nextPresence().json().path("total").intValue()).isEqualTo(1);
            }
            host.get(path + "/events?device=" + "x".repeat(65), ada).isProblem(422, "INVALID_VALUE");
            assertThat(host.state(ada, session).path("revision").longValue()).isEqualTo(1);
        }
    }
}
