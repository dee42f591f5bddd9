package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand.SetShortcut;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.Shortcuts;

/** The laws of keyboard shortcuts. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShortcutLawsTest {

    private final TestDesktop desktop = TestDesktop.with();

    @Test
    void a_shortcut_is_set_replaced_and_taken_away() {
        desktop.apply(new SetShortcut("ctrl+s", "save"), new SetShortcut("f5", "reload"));
        desktop.apply(new SetShortcut("ctrl+s", "store"), new SetShortcut("f5", null));
        assertThat(desk().shortcuts().actions()).containsExactly(Map.entry("ctrl+s", "store"));
        assertThat(desktop.apply(new SetShortcut("ctrl+s", "store"), new SetShortcut("f5", null)))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "f12",
                "enter",
                "ctrl+a",
                "alt+f4",
                "shift+plus",
                "meta+/",
                "ctrl+alt+shift+meta+arrowleft",
                "ctrl+[",
                "~",
                "`",
                "ctrl+shift+-",
                "@",
                "ctrlx"
            })
    void keys_in_canonical_form_are_taken(String keys) {
        assertCode(null, new SetShortcut(keys, "act"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "Ctrl+a",
                "ctrl",
                "ctrl+",
                "ctrl+ctrl+a",
                "shift+ctrl+a",
                "meta+alt+a",
                "ctrl+shift",
                "+",
                "ctrl++",
                "a+b",
                "ctrl+ a",
                " ",
                "ctrl+//",
                "ä",
                "ctrl+a\n",
                "control+a"
            })
    void other_keys_are_refused_also_to_take_an_action_away(String keys) {
        assertCode(ErrorCode.INVALID_VALUE, new SetShortcut(keys, "act"));
        assertCode(ErrorCode.INVALID_VALUE, new SetShortcut(keys, null));
    }

    @Test
    void shortcuts_are_bounded_in_number_and_length() {
        assertThatItMayHave(
                Shortcuts.MAX, i -> new SetShortcut("ctrl+k" + i, "act"), new SetShortcut("ctrl+more", "act"));
        assertThat(desktop.code(new SetShortcut("ctrl+k7", "other")))
                .as("one of those that are there")
                .isNull();
        desktop.apply(new SetShortcut("ctrl+k7", null));
        assertCode(null, new SetShortcut("x".repeat(Shortcuts.MAX_KEYS_LENGTH), "act"));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetShortcut("x".repeat(Shortcuts.MAX_KEYS_LENGTH + 1), "act"));
        assertCode(null, new SetShortcut("a", "x".repeat(Shortcuts.MAX_ACTION_LENGTH)));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetShortcut("a", "x".repeat(Shortcuts.MAX_ACTION_LENGTH + 1)));
        assertCode(ErrorCode.INVALID_VALUE, new SetShortcut("a", " "));
    }

    private Desktop desk() {
        return desktop.state().desktop();
    }

    private void assertCode(@Nullable ErrorCode code, OsCommand command) {
        assertThat(desktop.code(command)).isEqualTo(code);
    }

    /** That there may be so many, and not one more. */
    private void assertThatItMayHave(int count, Function<Integer, OsCommand> command, OsCommand oneMore) {
        for (int i = 0; i < count; i++) {
            assertThat(desktop.apply(command.apply(i))).isInstanceOf(Decision.Accepted.class);
        }
        assertCode(ErrorCode.LIMIT_EXCEEDED, oneMore);
    }
}
