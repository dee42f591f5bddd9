package systems.blackroad.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended: the last row's place, as a text that callers pass back unread.
 *
 * @param at a time in epoch milliseconds, or the number of a job
 * @param id the id among those of one time, else empty
 */
record Cursor(long at, String id) {

    /** Where the first page of a list with the newest first begins. */
    static final Cursor NEWEST = new Cursor(Long.MAX_VALUE, "");

    /** Reads {@code text}, or gives the beginning if there is none. */
    static Cursor parse(@Nullable String text) {
        if (text == null) {
            return NEWEST;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int colon = plain.indexOf(':');
            return new Cursor(Long.parseLong(plain.substring(0, Math.max(colon, 0))), plain.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "after must be the next of an earlier page, or null, got " + text.length() + " other chars", e);
        }
    }

    /** The opaque text. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + ":" + id).getBytes(StandardCharsets.US_ASCII));
    }
}
