package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A client's state document becomes commands on the caller's session, whole or not at all. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StateImportTest {

    /** Where the hosts of these tests keep their data. */
    TestStore store() {
        return TestStore.MEMORY;
    }

    private static final String PATH = "/api/system/os/state";

    private TestHost host;
    private String token;
    private String session;

    @BeforeEach
    void start() {
        host = store().start();
        token = host.signIn("ada", Role.USER);
        session = host.openSession(token);
        host.openWindow(token, session, "notes");
        host.openWindow(token, session, "mail");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void the_state_as_it_was_read_changes_nothing() {
        JsonNode before = host.get(PATH, token).json();
        JsonNode after = bringIn(before);
        assertThat(after.path("revision")).isEqualTo(before.path("revision"));
        assertThat(after.path("windows")).isEqualTo(before.path("windows"));
    }

    @Test
    void theme_title_bounds_and_focus_become_as_the_document_has_them() {
        ObjectNode wanted = document();
        wanted.put("theme", "dark");
        window(wanted, 0)
                .put("title", "Shopping")
                .putObject("position")
                .put("x", 5)
                .put("y", 6);
        window(wanted, 1).putObject("size").put("width", 500).put("height", 400);
        wanted.set("active_window_id", window(wanted, 0).get("id"));
        JsonNode after = bringIn(wanted);
        assertThat(after.path("theme").textValue()).isEqualTo("dark");
        assertThat(byId(after, window(wanted, 0)).path("title").textValue()).isEqualTo("Shopping");
        assertThat(byId(after, window(wanted, 0)).path("position"))
                .isEqualTo(window(wanted, 0).path("position"));
        assertThat(byId(after, window(wanted, 1)).path("size"))
                .isEqualTo(window(wanted, 1).path("size"));
        assertThat(after.path("active_window_id")).isEqualTo(wanted.path("active_window_id"));
        assertThat(after.path("revision").longValue())
                .isEqualTo(wanted.path("revision").longValue() + 5);
        assertThat(host.state(token, session).path("windows")).isEqualTo(after.path("windows"));
    }

    @Test
    void every_window_state_is_reached_from_every_other_with_bounds_of_its_own() {
        List<String> forms = List.of("normal/normal", "maximized/maximized", "minimized/normal", "minimized/maximized");
        int x = 0;
        for (String from : forms) {
            for (String to : forms) {
                bringIn(formed(from, x++));
                ObjectNode wanted = formed(to, x++);
                JsonNode window = byId(bringIn(wanted), window(wanted, 0));
                for (String field : List.of("state", "restore_state", "position", "size", "title")) {
                    assertThat(window.path(field))
                            .as("%s from %s to %s", field, from, to)
                            .isEqualTo(window(wanted, 0).path(field));
                }
            }
        }
    }

    @Test
    void windows_that_the_session_does_not_have_are_opened_and_its_own_stay() {
        ObjectNode wanted = document();
        ArrayNode windows = (ArrayNode) wanted.get("windows");
        ObjectNode calc = unknown(wanted, "calc");
        calc.put("title", "Sums").putObject("metadata").put("mode", "decimal");
        ObjectNode chat = unknown(wanted, "chat");
        windows.removeAll();
        wanted.putArray("focus_order").add("calc").add("chat");
        windows.add(calc.put("z_index", 0)).add(chat.put("z_index", 1));
        wanted.put("active_window_id", "calc");
        JsonNode after = bringIn(wanted);
        assertThat(after.path("windows").findValuesAsText("app_id")).containsExactly("notes", "mail", "chat", "calc");
        JsonNode opened = after.path("windows").path(3);
        assertThat(opened.path("title").textValue()).isEqualTo("Sums");
        assertThat(opened.path("metadata").path("mode").textValue()).isEqualTo("decimal");
        assertThat(after.path("active_window_id")).isEqualTo(opened.path("id"));
    }

    @Test
    void a_document_that_needs_two_lists_or_too_many_windows_changes_nothing() {
        ObjectNode tooMany = document().put("theme", "dark");
        for (int i = 0; i < 19; i++) {
            unknown(tooMany, "extra-" + i);
        }
        refused(tooMany.toString(), 422, "LIMIT_EXCEEDED");
        for (int i = 19; i < 49; i++) {
            unknown(tooMany, "extra-" + i);
        }
        Answer tooLong = refused(tooMany.toString(), 422, "LIMIT_EXCEEDED");
        assertThat(tooLong.json().path("detail").textValue()).contains("51 commands", "at most 50");
    }

    @Test
    void a_bad_document_is_refused_by_name_and_changes_nothing() {
        refused("{", 400, "MALFORMED_DOCUMENT");
        refused("[]", 400, "MALFORMED_DOCUMENT");
        assertThat(refused("{}", 422, "INVALID_VALUE").body()).contains("windows");
        ObjectNode dark = document().put("theme", "dark");
        assertThat(refused(dark.deepCopy().put("colour", 1).toString(), 422, "INVALID_VALUE")
                        .body())
                .contains("colour");
        ObjectNode wide = dark.deepCopy();
        ((ObjectNode) window(wide, 1).get("size")).put("width", -1);
        assertThat(refused(wide.toString(), 422, "INVALID_VALUE").body()).contains("size");
        ObjectNode other = dark.deepCopy();
        window(other, 1).put("app_id", "calc");
        assertThat(refused(other.toString(), 422, "INVALID_VALUE").body()).contains("windows[1].app_id", "mail");
        ObjectNode longTitle = dark.deepCopy();
        window(longTitle, 1).put("title", "x".repeat(257));
        refused(longTitle.toString(), 422, "LIMIT_EXCEEDED");
    }

    @Test
    void the_session_is_chosen_as_for_reading_and_never_anothers() {
        String second = host.openSession(token);
        ObjectNode wanted = (ObjectNode) host.state(token, session);
        wanted.put("theme", "dark");
        Answer named = host.post(PATH + "?session=" + session, token, wanted.toString());
        assertThat(named.status()).isEqualTo(200);
        assertThat(host.state(token, session).path("theme").textValue()).isEqualTo("dark");
        assertThat(host.state(token, second).path("theme").textValue()).isEqualTo("classic");
        String other = host.signIn("eve", Role.USER);
        host.post(
                        PATH + "?session=" + session,
                        other,
                        wanted.put("theme", "contrast").toString())
                .isProblem(404, "SESSION_NOT_FOUND");
        assertThat(host.state(token, session).path("theme").textValue()).isEqualTo("dark");
        host.send("DELETE", "/api/sessions/" + session, token, null);
        host.post(PATH + "?session=" + session, token, wanted.toString()).isProblem(409, "SESSION_ENDED");
    }

    private ObjectNode document() {
        return (ObjectNode) host.state(token, session);
    }

    /** The present state with its "notes" window in the given form and at place {@code x}. */
    private ObjectNode formed(String form, int x) {
        ObjectNode wanted = document();
        JsonNode first = window(wanted, 0);
        boolean bottom = first.path("app_id").textValue().equals("notes");
        ObjectNode notes = window(wanted, bottom ? 0 : 1);
        notes.put("state", form.split("/")[0]).put("restore_state", form.split("/")[1]);
        notes.putObject("position").put("x", x).put("y", 1);
        ArrayNode windows = wanted.putArray("windows");
        windows.add(notes.put("z_index", 0));
        wanted.putArray("focus_order").add(notes.get("id"));
        wanted.putNull("active_window_id");
        return wanted;
    }

    private static ObjectNode unknown(ObjectNode document, String id) {
        ArrayNode windows = (ArrayNode) document.get("windows");
        ObjectNode window = window(document, 0).deepCopy();
        window.put("id", id).put("app_id", id).put("z_index", windows.size());
        windows.add(window);
        ((ArrayNode) document.get("focus_order")).add(id);
        return window;
    }

    private JsonNode bringIn(JsonNode document) {
        Answer answer = host.post(PATH, token, document.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Answer refused(String body, int status, String code) {
        JsonNode before = host.state(token, session);
        Answer answer = host.post(PATH, token, body).isProblem(status, code);
        assertThat(host.state(token, session)).isEqualTo(before);
        return answer;
    }

    private static ObjectNode window(JsonNode state, int index) {
        return (ObjectNode) state.path("windows").path(index);
    }

    private static JsonNode byId(JsonNode state, JsonNode window) {
        for (JsonNode candidate : state.path("windows")) {
            if (candidate.path("id").equals(window.path("id"))) {
                return candidate;
            }
        }
        throw new AssertionError("no window " + window.path("id"));
    }
}
