package systems.blackroad.core.internal.logic;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.Workspace;

/** The checks of sizes and counts; each answers null where all is well. */
final class Bounds {

    /** The most desktop items, taskbar items or tray items of a session. */
    static final int MAX_ITEMS = 100;
    /** The longest id, icon or status of such an item, in chars. */
    static final int MAX_ITEM_TEXT = 128;
    /** The longest metadata key, in chars; readers accept no longer field name than twice that. */
    static final int MAX_KEY_LENGTH = 64;
    /** The largest state, by the UTF-8 bytes of its titles, names and metadata and {@value #WINDOW_BYTES} more a window. */
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
        if (text.isBlank()) {
            return Ruling.refused(ErrorCode.INVALID_VALUE, subject + " must not be blank; give it a visible character");
        }
        return length(subject, text, limits.maxTitleLength());
    }

    @Nullable
    Ruling length(String subject, String text, int max) {
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

    /** Refuses a change by which a state would outgrow what a snapshot of it may hold. */
    @Nullable
    Ruling growth(OsState state, int added) {
        long bytes = (long) added
                + metadataBytes(state.metadata())
                + metadataBytes(state.session().metadata());
        for (Workspace workspace : state.workspaces().list()) {
            bytes += utf8(workspace.name());
        }
        for (Window window : state.windows()) {
            bytes += windowBytes(window.title(), window.metadata());
        }
        return bytes <= MAX_STATE_BYTES
                ? null
                : exceeded("state of session " + state.session().id() + " must be at most " + MAX_STATE_BYTES
                        + " bytes, would be " + bytes + "; close windows or store less metadata");
    }

    static int windowBytes(String title, Map<String, String> metadata) {
        return WINDOW_BYTES + utf8(title) + metadataBytes(metadata);
    }

    private static @Nullable Ruling metadata(String subject, Map<String, String> metadata, int max) {
        int bytes = metadataBytes(metadata);
        if (bytes > max) {
            return exceeded(subject + " must be at most " + max + " bytes, got " + bytes + "; store less");
        }
        int longest = metadata.keySet().stream().mapToInt(String::length).max().orElse(0);
        return longest <= MAX_KEY_LENGTH
                ? null
                : exceeded(subject + " must have keys of at most " + MAX_KEY_LENGTH + " chars, got " + longest
                        + "; shorten the key");
    }

    static int metadataBytes(Map<String, String> metadata) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += utf8(entry.getKey()) + utf8(entry.getValue());
        }
        return bytes;
    }

    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static Ruling exceeded(String message) {
        return Ruling.refused(ErrorCode.LIMIT_EXCEEDED, message);
    }
}
