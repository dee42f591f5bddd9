package systems.blackroad.core.internal.logic;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.Workspace;

/** The checks of sizes and counts; each answers null where all is well. */
final class Bounds {

    /** The longest metadata key, in chars; readers accept no longer field name than twice that. */
    static final int MAX_KEY_LENGTH = 64;
    /**
     * The largest state, by the UTF-8 bytes of its titles, names and metadata and of all texts around the windows, and
     * {@value #WINDOW_BYTES} more for each window, open or in a saved layout. The history and the remembered bounds have
     * bounds of their own.
     */
    static final int MAX_STATE_BYTES = 262_144;

    private static final int WINDOW_BYTES = 512;

    private final SessionLimits limits;

    Bounds(SessionLimits limits) {
        this.limits = limits;
    }

    int maxWindows() {
        return limits.maxWindows();
    }

    int maxWorkspaces() {
        return limits.maxWorkspaces();
    }

    @Nullable
    Ruling text(String subject, String text) {
        return filled(subject, text, limits.maxTitleLength());
    }

    /** A text that people must be able to see. */
    @Nullable
    Ruling filled(String subject, String text, int max) {
        return text.isBlank()
                ? invalid(subject + " must not be blank; give it a visible character")
                : length(subject, text, max);
    }

    /** How many there may be. */
    @Nullable
    Ruling count(String subject, int count, int max) {
        return count <= max
                ? null
                : exceeded(subject + " must be at most " + max + ", got " + count + "; leave some out");
    }

    @Nullable
    Ruling length(String subject, String text, int max) {
        if (!isStorable(text)) {
            return unstorable(subject);
        }
        return text.length() <= max
                ? null
                : exceeded(subject + " must be at most " + max + " chars, got " + text.length() + "; shorten it");
    }

    @Nullable
    Ruling windowMetadata(String subject, Map<String, String> metadata) {
        return metadata(subject, metadata, limits.maxWindowMetadataBytes());
    }

    @Nullable
    Ruling sessionMetadata(String subject, Map<String, String> metadata) {
        return metadata(subject, metadata, limits.maxSessionMetadataBytes());
    }

    @Nullable
    Ruling badge(String subject, WindowNotice notice) {
        return notice.badge() == null
                ? null
                : length("badge of " + subject, notice.badge(), WindowNotice.MAX_BADGE_LENGTH);
    }

    /** Refuses a change by which a state would outgrow what a snapshot of it may hold; one that adds nothing may be. */
    @Nullable
    Ruling growth(OsState state, int added) {
        return added <= 0 ? null : whole(state.session().id(), bytes(state) + added);
    }

    /** What counts toward the limit of a whole state. */
    static long bytes(OsState state) {
        long bytes = openingBytes(state.session().displayName(), state.session().metadata(), state.desktop())
                + metadataBytes(state.metadata());
        for (Workspace workspace : state.workspaces().list()) {
            bytes += utf8(workspace.name());
        }
        for (SavedLayout layout : state.memory().saved()) {
            bytes += layoutBytes(layout);
        }
        for (Window window : state.windows()) {
            bytes += windowBytes(window.title(), window.metadata());
        }
        return bytes;
    }

    /** Refuses a state that is larger than a snapshot of it may be. */
    @Nullable
    Ruling whole(SessionId session, long bytes) {
        return bytes <= MAX_STATE_BYTES
                ? null
                : exceeded("state of session " + session + " must be at most " + MAX_STATE_BYTES + " bytes, would be "
                        + bytes + "; close windows, clear the clipboard or store less");
    }

    /** What a session has before anything happens in it. */
    static long openingBytes(String displayName, Map<String, String> metadata, Desktop desktop) {
        return (long) utf8(displayName) + metadataBytes(metadata) + DesktopBounds.bytes(desktop);
    }

    static int layoutBytes(SavedLayout layout) {
        return utf8(layout.name()) + WINDOW_BYTES * layout.places().size();
    }

    static int windowBytes(String title, Map<String, String> metadata) {
        return WINDOW_BYTES + utf8(title) + metadataBytes(metadata);
    }

    private static @Nullable Ruling metadata(String subject, Map<String, String> metadata, int max) {
        if (metadata.isEmpty()) {
            return null;
        }
        int bytes = metadataBytes(metadata);
        if (bytes > max) {
            return exceeded(subject + " must be at most " + max + " bytes, got " + bytes + "; store less");
        }
        if (!metadata.entrySet().stream().allMatch(each -> isStorable(each.getKey()) && isStorable(each.getValue()))) {
            return unstorable(subject);
        }
        int longest = metadata.keySet().stream().mapToInt(String::length).max().orElse(0);
        return longest <= MAX_KEY_LENGTH
                ? null
                : exceeded(subject + " must have keys of at most " + MAX_KEY_LENGTH + " chars, got " + longest
                        + "; shorten the key");
    }

    /** Whether a text comes back as it was stored: half of a surrogate pair alone has no form in UTF-8. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static Ruling unstorable(String subject) {
        return invalid(subject + " must not have half of a surrogate pair alone; cut the text between characters");
    }

    static int metadataBytes(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return 0;
        }
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += utf8(entry.getKey()) + utf8(entry.getValue());
        }
        return bytes;
    }

    /** How many bytes a text has in UTF-8; counted, since this is asked of every text of a state. */
    static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                bytes += Character.isSurrogate(c) ? 1 : 3;
            }
        }
        return bytes;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    static Ruling invalid(String message) {
        return Ruling.refused(ErrorCode.INVALID_VALUE, message);
    }

    static Ruling exceeded(String message) {
        return Ruling.refused(ErrorCode.LIMIT_EXCEEDED, message);
    }
}
