package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.window.Window;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.OsLogic;

/** {@code CoreOSClient} in a real Chromium and the library in Java make the same state of the same events, to the letter. */
@Tag("browser")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReducerIT {

    private static final int RUNS = 60;
    private static final int COMMANDS = 80;
    private static final String FOLD = "const states = []; let state = null;"
            + "for (const event of arguments[0]) {"
            + "  state = CoreOSClient.applyEvent(state, JSON.parse(event));"
            + "  states.push(CoreOSClient.canonicalJson(state));"
            + "} return states;";
    /** Texts that are written differently by careless writers of JSON. */
    private static final String[] TEXTS = {
        "Notes", "\u00e9\u4e16\ud83d\udda5", "a\\\"b/c", "\u2028 <b>", "x\u007f\u0085"
    };

    private final OsLogic logic =
            OsLogic.of(SessionLimits.builder().maxWindows(12).build());
    private TestHost host;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        host = TestHost.start("memory:");
        browser = DesktopIT.chromium();
        browser.get("http://localhost:" + host.host().port() + "/");
    }

    @AfterEach
    void stop() {
        browser.quit();
        host.close();
    }

    @Test
    void both_fold_random_runs_into_the_same_states() {
        long first = System.nanoTime();
        int events = 0;
        for (long seed = first; seed < first + RUNS; seed++) {
            List<String> log = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            run(new Random(seed), log, expected);
            Object states = browser.executeScript(FOLD, log);
            assertThat(states).as("seed %d", seed).isEqualTo(expected);
            events += log.size();
        }
        assertThat(events).as("events of all runs").isGreaterThan(RUNS * COMMANDS / 3);
    }

    /** Decides random commands; notes each event, and the state after it. */
    private void run(Random random, List<String> log, List<String> expected) {
        OsState state = null;
        for (int i = 0; i < COMMANDS; i++) {
            CommandEnvelope envelope = new CommandEnvelope(
                    SessionId.of("desk"),
                    Actor.of(UserId.of("ada")),
                    new CommandId(ClientId.of("c"), i + 1),
                    Instant.ofEpochMilli(1_700_000_000_000L + i),
                    "w" + i,
                    state == null
                            ? List.of(Desktops.opening("Ada", null, Map.of("k", TEXTS[1])))
                            : OsJson.readCommands(command(random, state)));
            if (logic.decide(state, envelope) instanceof Decision.Accepted accepted) {
                for (OsEvent event : accepted.events()) {
                    state = OsLogic.evolve(state, event);
                    log.add(OsJson.event(new RecordedEvent(
                            envelope.session(),
                            state.revision(),
                            envelope.at(),
                            envelope.actor().user(),
                            envelope.id(),
                            null,
                            event)));
                    expected.add(OsJson.canonicalState(state));
                }
            }
        }
    }

    private static String command(Random random, OsState state) {
        String window = pick(random, state.windows().stream().map(Window::id).toList(), "none");
        String workspace = pick(
                random,
                state.workspaces().list().stream().map(each -> each.id()).toList(),
                "none");
        String of = "{\"window_id\":\"" + window + "\",\"type\":";
        String at = ",\"position\":{\"x\":" + (random.nextInt(900) - 100) + ",\"y\":" + random.nextInt(600) + "}";
        boolean flag = random.nextBoolean();
        switch (random.nextInt(20)) {
            case 0, 1, 2:
                return "{\"type\":\"open_window\",\"app_id\":\"notes\"}";
            case 3:
                return "{\"type\":\"open_window\",\"app_id\":\"ask\",\"parent_id\":\"" + window + "\",\"modal\":" + flag
                        + ",\"metadata\":{\"a\":\"1\"}}";
            case 4:
                return of + "\"close_window\"}";
            case 5:
                return of + "\"minimize_window\"}";
            case 6:
                return of + "\"maximize_window\"}";
            case 7, 8:
                return of + "\"restore_window\"}";
            case 9:
                return of + "\"move_window\"" + at + "}";
            case 10:
                return of + "\"resize_window\",\"size\":{\"width\":" + (100 + random.nextInt(800)) + ",\"height\":400}"
                        + (flag ? at : "") + "}";
            case 11:
                return of + "\"rename_window\",\"title\":" + TextNode.valueOf(TEXTS[random.nextInt(TEXTS.length)])
                        + "}";
            case 12:
                return of + "\"snap_window\",\"zone\":\"" + (flag ? "left" : "bottom_right") + "\"}";
            case 13:
                return of + "\"set_fullscreen\",\"fullscreen\":" + flag + "}";
            case 14:
                return of + "\"set_layer\",\"layer\":\"" + (flag ? "above" : "normal") + "\"}";
            case 15:
                return flag
                        ? "{\"type\":\"add_workspace\",\"name\":\"More\"}"
                        : "{\"type\":\"remove_workspace\",\"workspace_id\":\"" + workspace + "\"}";
            case 16:
                return flag
                        ? of + "\"move_to_workspace\",\"workspace_id\":\"" + workspace + "\"}"
                        : "{\"type\":\"switch_workspace\",\"workspace_id\":\"" + workspace + "\"}";
            case 17:
                return of + "\"set_sticky\",\"sticky\":" + flag + "}";
            case 18:
                return flag
                        ? of + "\"set_notice\",\"badge\":\"3\",\"progress\":40,\"urgent\":true}"
                        : of + "\"set_window_metadata\",\"key\":\"a\",\"value\":"
                                + (random.nextBoolean() ? "null" : "\"2\"") + "}";
            default:
                return of + "\"focus_window\"}";
        }
    }

    private static String pick(Random random, List<?> values, String otherwise) {
        return values.isEmpty()
                ? otherwise
                : values.get(random.nextInt(values.size())).toString();
    }
}
