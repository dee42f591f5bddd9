package systems.blackroad.host;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Page;

/** What requests of several topics have in common: paging and Idempotency-Key. */
final class Requests {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_KEY = 255;

    private Requests() {}

    /** {@code ?limit=}, 50 if it is missing. */
    static int limit(Context ctx) {
        String text = ctx.queryParam("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            return Page.requireLimit(Integer.parseInt(text));
        } catch (IllegalArgumentException e) {
            throw Problem.field("limit", "must be a whole number from 1 to " + Page.MAX_LIMIT)
                    .exception();
        }
    }

    /** The header {@code Idempotency-Key}, or null. */
    static @Nullable String idempotencyKey(Context ctx) {
        String key = ctx.header("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw Problem.field("Idempotency-Key", "must be 1 to " + MAX_KEY + " chars")
                    .exception();
        }
        return key;
    }
}
