package systems.blackroad.api.session;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What keys do: an immutable value, equal by content, safe to share between threads. Actions are the application's own
 * words; the library does not interpret them.
 *
 * @param actions the action of each combination of keys
 */
public record Shortcuts(Map<String, String> actions) {

    /** The most combinations. */
    public static final int MAX = 100;
    /** The longest combination, in chars. */
    public static final int MAX_KEYS_LENGTH = 64;
    /** The longest action, in UTF-16 chars. */
    public static final int MAX_ACTION_LENGTH = 128;

    private static final Pattern KEYS = Pattern.compile("(ctrl\\+)?(alt\\+)?(shift\\+)?(meta\\+)?"
            + "(?!(ctrl|alt|shift|meta)$)([a-z0-9]+|[!-/:-@\\[-`{-~&&[^+]])");

    private static final Shortcuts EMPTY = new Shortcuts(Map.of());

    /** Copies the map. */
    public Shortcuts {
        actions = Map.copyOf(actions);
    }

    /** No shortcut. */
    public static Shortcuts empty() {
        return EMPTY;
    }

    /**
     * Whether {@code keys} has the one form in which a combination is named, so that each has one name: {@code ctrl+},
     * {@code alt+}, {@code shift+}, {@code meta+}, each at most once and in this order, then a key, which is a word of
     * lower-case letters and digits such as {@code s}, {@code 7}, {@code f5}, {@code enter} or {@code plus}, but not a
     * modifier, or one ASCII punctuation mark other than +. Its length is not looked at.
     */
    public static boolean isCanonical(String keys) {
        return KEYS.matcher(keys).matches();
    }

    /** These, with {@code keys} doing {@code action}, or nothing where it is null. */
    public Shortcuts with(String keys, @Nullable String action) {
        Map<String, String> after = new HashMap<>(actions);
        if (action == null) {
            after.remove(keys);
        } else {
            after.put(keys, action);
        }
        return new Shortcuts(after);
    }
}
