package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.core.Decision;
import systems.blackroad.core.DesktopView;
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
    private static final String VIEW =
            "return CoreOSClient.view(JSON.parse(arguments[0]), { width: arguments[1], height: arguments[2] })"
                    + ".map(({ window: w, bounds: b }) => [w.id, b.x, b.y, b.width, b.height].join(' '));";
    /** Texts that are written differently by careless writers of JSON. */
    private static final String[] TEXTS = {
        "Notes", "\u00e9\u4e16\ud83d\udda5", "a\\\"b/c", "\u2028 <b>", "x\u007f\u0085"
    };

    private static final Actor ADMIN = new Actor(UserId.of("admin"), Set.of(SessionControl.IMPERSONATE));

    private final OsLogic logic =
            OsLogic.of(SessionLimits.builder().maxWindows(12).build());
    private TestHost host;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        host = TestHost.start("memory:");
        browser = DesktopPage.chromium();
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

    @Test
    void both_show_random_desktops_alike() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + RUNS; seed++) {
            Random random = new Random(seed);
            List<String> log = new ArrayList<>();
            List<String> states = new ArrayList<>();
            run(random, log, states);
            OsState state = OsJson.readState(states.get(states.size() - 1));
            for (int width : new int[] {360, 640, 641, 901 + random.nextInt(1000)}) {
                Size room = new Size(width, 1 + random.nextInt(1200));
                List<String> expected = DesktopView.of(state, room).stream()
                        .map(shown -> shown.window() + " " + shown.position().x() + " "
                                + shown.position().y() + " " + shown.size().width() + " "
                                + shown.size().height())
                        .toList();
                assertThat(browser.executeScript(VIEW, states.get(states.size() - 1), room.width(), room.height()))
                        .as("seed %d in %s", seed, room)
                        .isEqualTo(expected);
            }
        }
    }

    /** Decides random commands; notes each event, and the state after it. */
    private void run(Random random, List<String> log, List<String> expected) {
        OsState state = null;
        for (int i = 0; i < COMMANDS; i++) {
            CommandEnvelope envelope = new CommandEnvelope(
                    SessionId.of("desk"),
                    i % 5 == 4 ? ADMIN : Actor.of(UserId.of("ada")),
                    new CommandId(ClientId.of("c"), i + 1),
                    Instant.ofEpochMilli(1_700_000_000_000L + i),
                    "w" + i,
                    state == null ? List.of(opening(random)) : OsJson.readCommands(command(random, state)));
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

    /** An ordinary opening, or one whose notifications and clipboard are nearly full. */
    private static OpenSession opening(Random random) {
        OpenSession ordinary = Desktops.opening("Ada", null, Map.of("k", TEXTS[1]));
        if (random.nextBoolean()) {
            return ordinary;
        }
        List<Notification> notifications = new ArrayList<>();
        for (int i = 1; i < Notifications.MAX; i++) {
            notifications.add(new Notification(
                    NotificationId.of("n" + i), "T", TEXTS[1], null, Instant.EPOCH, random.nextInt(10) == 0));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 1; i < Clipboard.MAX_ENTRIES; i++) {
            texts.add(TEXTS[1] + i);
        }
        return new OpenSession(
                null, ordinary.desktop().with(new Notifications(notifications)).with(new Clipboard(texts)), Map.of());
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
        switch (random.nextInt(38)) {
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
            case 19:
                return "{\"type\":\"save_layout\",\"name\":\"l" + random.nextInt(3) + "\"}";
            case 20:
                return "{\"type\":\"" + (flag ? "restore" : "delete") + "_layout\",\"name\":\"l" + random.nextInt(3)
                        + "\"}";
            case 25:
                return "{\"type\":\"" + (flag ? "take_over" : "release") + "\"}";
            case 26:
                return flag
                        ? "{\"type\":\"rotate_token\"}"
                        : random.nextBoolean()
                                ? "{\"type\":\"begin_impersonation\",\"reason\":\"help\"}"
                                : "{\"type\":\"end_impersonation\"}";
            case 21, 22:
                return "{\"type\":\"" + (flag ? "undo" : "redo") + "_layout\"}";
            case 23, 24:
                return of + "\"focus_window\"}";
            default:
                return around(random, state);
        }
    }

    /** A command about what lies around the windows, or about the session. */
    private static String around(Random random, OsState state) {
        String note = pick(
                random,
                state.desktop().notifications().list().stream()
                        .map(Notification::id)
                        .toList(),
                "none");
        TextNode text = TextNode.valueOf(TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(5));
        String kind = new String[] {"desktop", "taskbar", "tray"}[random.nextInt(3)];
        String id = "\"i" + random.nextInt(5) + "\"";
        String orNull = random.nextInt(3) == 0 ? "null" : text.toString();
        switch (random.nextInt(15)) {
            case 0, 1:
                return "{\"type\":\"put_" + kind + "_item\",\"item\":{\"id\":" + id + ",\"icon\":" + text
                        + (kind.equals("tray") ? ",\"status\":" + text : ",\"app_id\":\"notes\",\"title\":" + text)
                        + "}}";
            case 2:
                return "{\"type\":\"remove_" + kind + "_item\",\"item_id\":" + id + "}";
            case 3:
                return "{\"type\":\"move_taskbar_item\",\"item_id\":" + id + ",\"index\":" + random.nextInt(5) + "}";
            case 4:
                return "{\"type\":\"set_theme_tokens\",\"tokens\":{\"t-" + random.nextInt(3) + "\":\"red\"}}";
            case 5:
                return "{\"type\":\"set_wallpaper\",\"wallpaper\":" + orNull + "}";
            case 6, 7:
                return "{\"type\":\"notify\",\"title\":" + text + ",\"body\":" + text + "}";
            case 8:
                return "{\"type\":\"" + (random.nextBoolean() ? "read" : "dismiss")
                        + "_notification\",\"notification_id\":\"" + note + "\"}";
            case 9:
                return "{\"type\":\"read_all_notifications\"}";
            case 10, 11:
                return random.nextInt(12) == 0
                        ? "{\"type\":\"clear_clipboard\"}"
                        : "{\"type\":\"copy_to_clipboard\",\"text\":" + text + "}";
            case 12:
                return "{\"type\":\"set_shortcut\",\"keys\":\"ctrl+" + random.nextInt(3) + "\",\"action\":" + orNull
                        + "}";
            case 13:
                return "{\"type\":\"set_display_name\",\"display_name\":" + text + "}";
            default:
                return "{\"type\":\"set_session_metadata\",\"key\":\"k" + random.nextInt(3) + "\",\"value\":" + orNull
                        + "}";
        }
    }

    private static String pick(Random random, List<?> values, String otherwise) {
        return values.isEmpty()
                ? otherwise
                : values.get(random.nextInt(values.size())).toString();
    }
}
