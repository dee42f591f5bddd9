package systems.blackroad.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.OsLogic;

/**
 * Events and snapshots as earlier versions stored them must mean today what they meant then. A file is never changed once
 * its version is out; a new kind of event is added to the newest by {@link StoredCorpusWriter}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredCorpusTest {

    private static final List<String> FILES = List.of("stored-0.1.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void what_was_stored_folds_into_the_states_of_then() throws IOException {
        for (String file : FILES) {
            OsState state = null;
            int line = 0;
            int compared = 0;
            for (JsonNode entry : lines(file)) {
                line++;
                if (entry.has("event")) {
                    OsEvent event =
                            StoredFormats.readEvent(payload(entry.get("event"))).orElseThrow();
                    state = OsLogic.evolve(state, event);
                } else {
                    compared++;
                    OsState now = Objects.requireNonNull(state);
                    assertThat(then(entry, now)).as("%s, line %d", file, line).isEqualTo(now);
                }
            }
            assertThat(compared).as("states and snapshots of %s", file).isGreaterThan(3);
        }
    }

    @Test
    void every_kind_of_event_that_is_known_is_in_the_corpus() throws IOException {
        Set<String> stored = new HashSet<>();
        for (String file : FILES) {
            for (JsonNode entry : lines(file)) {
                stored.add(entry.path("event").path("type").asText());
            }
        }
        Set<String> known = Stream.of(
                        SessionEventReader.KINDS,
                        WindowEventReader.KINDS,
                        LayoutEventReader.KINDS,
                        DesktopEventReader.KINDS)
                .flatMap(List::stream)
                .map(EventKind::type)
                .collect(Collectors.toSet());
        assertThat(stored).containsAll(known);
    }

    /** The state of a line; clients see no history, so one that was shown to them is compared without it. */
    private static OsState then(JsonNode entry, OsState now) {
        if (entry.has("snapshot")) {
            return StoredFormats.readSnapshot(payload(entry.get("snapshot")))
                    .orElseThrow()
                    .state();
        }
        OsState shown = OsJson.readState(entry.get("state").toString());
        assertThat(shown.memory().history()).isEqualTo(LayoutHistory.empty());
        return new OsState(
                shown.session(),
                shown.status(),
                shown.control(),
                shown.stack(),
                shown.workspaces(),
                shown.memory().withHistory(now.memory().history()),
                shown.desktop(),
                shown.metadata(),
                shown.revision());
    }

    private static Payload payload(JsonNode json) {
        byte[] bytes = json.has("data")
                ? json.get("data").toString().getBytes(UTF_8)
                : Base64.getDecoder().decode(json.get("base64").asText());
        return Payload.of(json.get("type").asText(), json.get("version").asInt(), bytes);
    }

    private static List<JsonNode> lines(String file) throws IOException {
        try (@Nullable InputStream in = StoredCorpusTest.class.getResourceAsStream(file)) {
            String text = new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
            return text.lines().map(StoredCorpusTest::read).toList();
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException("a line of the corpus is no JSON: " + line, e);
        }
    }
}
