package systems.blackroad.api.window;

import org.jspecify.annotations.Nullable;

/**
 * What a window shows of itself on the taskbar. Immutable.
 *
 * @param badge a count or short text, 1 to {@value #MAX_BADGE_LENGTH} UTF-16 chars and not blank, or null
 * @param progress how far its work is, 0 to 100 percent, or null
 * @param busy whether it works without knowing how far it is
 * @param urgent whether it demands attention; cleared when it becomes active
 */
public record WindowNotice(@Nullable String badge, @Nullable Integer progress, boolean busy, boolean urgent) {

    /** The longest badge, in UTF-16 chars. */
    public static final int MAX_BADGE_LENGTH = 8;

    /** Nothing to show. */
    public static final WindowNotice NONE = new WindowNotice(null, null, false, false);

    /**
     * Checks the badge's form and the progress's range; how long a badge may be, the session's laws decide.
     *
     * @throws IllegalArgumentException if the badge is blank, or the progress out of range
     */
    public WindowNotice {
        if (badge != null && badge.isBlank()) {
            throw new IllegalArgumentException("badge must not be blank");
        }
        if (progress != null && (progress < 0 || progress > 100)) {
            throw new IllegalArgumentException("progress must be 0 to 100 percent, got " + progress);
        }
    }

    /** This notice, no longer urgent. */
    public WindowNotice seen() {
        return urgent ? new WindowNotice(badge, progress, busy, false) : this;
    }
}
