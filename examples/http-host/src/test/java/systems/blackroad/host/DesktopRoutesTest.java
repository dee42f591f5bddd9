package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class DesktopRoutesTest {

    private TestHost host;
    private String ada;
    private String path;
    private String session;

    @BeforeEach
    void start() {
        host = TestHost.start("memory:");
        ada = host.signIn("ada", Role.USER);
        session = host.openSession(ada);
        path = "/api/sessions/" + session;
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void a_desktop_that_is_exported_is_imported_into_another_session() {
        host.openWindow(ada, session, "notes");
        host.openWindow(ada, session, "clock");
        Answer exported = host.get(path + "/export", ada);
        assertThat(exported.status()).isEqualTo(200);
        String other = host.openSession(ada);
        Answer imported = host.post("/api/sessions/" + other + "/import", ada, exported.body());
        assertThat(imported.json().path("outcome").textValue()).isEqualTo("applied");
        assertThat(host.get("/api/sessions/" + other + "/export", ada).body()).isEqualTo(exported.body());
        assertThat(host.post("/api/sessions/" + other + "/import", ada, exported.body())
                        .json()
                        .path("outcome")
                        .textValue())
                .isEqualTo("unchanged");
    }

    @Test
    void a_document_that_breaks_a_law_or_a_form_changes_nothing() {
        host.openWindow(ada, session, "notes");
        JsonNode before = host.state(ada, session);
        ObjectNode document = (ObjectNode) host.get(path + "/export", ada).json();
        document.putNull("active_window_id");
        host.post(path + "/import", ada, document.toString()).isProblem(422, "INVALID_VALUE");
        host.post(path + "/import", ada, document.put("more", 1).toString()).isProblem(422, "INVALID_VALUE");
        host.post(path + "/import", ada, "{").isProblem(400, "MALFORMED_DOCUMENT");
        String bob = host.signIn("bob", Role.USER);
        host.get(path + "/export", bob).isProblem(404, "SESSION_NOT_FOUND");
        host.post(path + "/import", bob, "{}").isProblem(404, "SESSION_NOT_FOUND");
        assertThat(host.state(ada, session)).isEqualTo(before);
    }

    @Test
    void a_layout_goes_back_and_forth() {
        host.openWindow(ada, session, "notes");
        String window =
                host.state(ada, session).path("windows").get(0).path("id").textValue();
        host.command(ada, session, "{\"type\":\"minimize_window\",\"window_id\":\"" + window + "\"}");
        assertThat(host.post(path + "/undo", ada, "{}").json().path("outcome").textValue())
                .isEqualTo("applied");
        assertThat(shown()).isEqualTo("normal");
        assertThat(host.post(path + "/undo", ada, "{}").json().path("outcome").textValue())
                .isEqualTo("unchanged");
        assertThat(host.post(path + "/redo", ada, "{}").json().path("outcome").textValue())
                .isEqualTo("applied");
        assertThat(shown()).isEqualTo("minimized");
    }

    private String shown() {
        return host.state(ada, session).path("windows").get(0).path("state").textValue();
    }
}
