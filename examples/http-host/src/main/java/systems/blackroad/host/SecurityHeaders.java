package systems.blackroad.host;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The headers of every answer, errors among them, and the answer to cross-origin preflights. Thread-safe. */
final class SecurityHeaders {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Set<String> origins;

    SecurityHeaders(Set<String> allowedOrigins) {
        this.origins = Set.copyOf(allowedOrigins);
    }

    /** Hands every header that all answers have to {@code header}. */
    static void each(BiConsumer<String, String> header) {
        ALWAYS.forEach(header);
    }

    /** Runs before everything else; static files give their own Cache-Control afterwards. */
    void apply(Context ctx) {
        each(ctx::header);
        if (!origins.isEmpty()) {
            ctx.header("Vary", "Origin");
        }
        String origin = ctx.header("Origin");
        boolean allowed = origin != null && origins.contains(origin);
        if (allowed) {
            ctx.header("Access-Control-Allow-Origin", origin);
            ctx.header("Access-Control-Expose-Headers", "ETag, Location, Retry-After");
            ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
        }
        if (ctx.method() == HandlerType.OPTIONS && ctx.header("Access-Control-Request-Method") != null) {
            if (allowed) {
                ctx.header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
                ctx.header(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID, X-Trace-Id");
                ctx.header("Access-Control-Max-Age", "600");
            }
            ctx.status(204).skipRemainingHandlers();
        }
    }
}
