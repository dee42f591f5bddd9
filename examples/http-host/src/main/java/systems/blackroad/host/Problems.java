package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;

/** Turns everything that a handler throws into a problem document. Thread-safe. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Problems() {}

    static void install(JavalinConfig config) {
        config.routes.exception(Exception.class, (failure, ctx) -> answer(ctx, problem(failure, ctx)));
        // The HTTP layer has an answer of its own for these, which this one replaces.
        config.routes.exception(HttpResponseException.class, (failure, ctx) -> answer(ctx, of(failure)));
        config.router.javaLangErrorHandler((response, error) -> {
            byte[] body = Json.bytes(unexpected(error, "a request").json());
            try {
                response.setStatus(500);
                response.setContentType("application/problem+json");
                response.getOutputStream().write(body);
            } catch (Exception e) {
                LOG.warn("The answer to a failed request could not be written", e);
            }
        });
    }

    static void answer(Context ctx, Problem problem) {
        ObjectNode json = problem.json();
        ctx.status(problem.status());
        if (problem.status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer");
        } else if (problem.status() == 429 || problem.status() == 503) {
            if (ctx.res().getHeader("Retry-After") == null) {
                ctx.header("Retry-After", "1");
            }
        }
        ctx.contentType("application/problem+json").result(Json.bytes(json));
    }

    /** The problem that {@code failure} is to its sender; what nobody expected is logged under an id. */
    static Problem problem(Throwable failure, Context ctx) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException) {
            return ((ProblemException) cause).problem();
        }
        if (cause instanceof BlackRoadException) {
            Problem problem = Problem.of((BlackRoadException) cause);
            if (problem.status() >= 500 && problem.status() != 503) {
                LOG.warn("{} {} failed", ctx.method(), ctx.path(), cause);
            }
            return problem;
        }
        if (cause instanceof HttpResponseException) {
            return of((HttpResponseException) cause);
        }
        return unexpected(cause, ctx.method() + " " + ctx.path());
    }

    /** What the HTTP layer itself refuses. */
    private static Problem of(HttpResponseException refused) {
        int status = refused.getStatus();
        return Problem.of(status, name(status), text(status));
    }

    static String name(int status) {
        switch (status) {
            case 404:
                return "NOT_FOUND";
            case 405:
                return "METHOD_NOT_ALLOWED";
            case 413:
                return "BODY_TOO_LARGE";
            case 431:
                return "HEADERS_TOO_LARGE";
            case 505:
                return "HTTP_VERSION_UNKNOWN";
            default:
                return status < 500 ? "BAD_REQUEST" : "INTERNAL";
        }
    }

    static String text(int status) {
        switch (status) {
            case 404:
                return "there is nothing at this path";
            case 405:
                return "this path does not take this method";
            case 413:
                return "the body is larger than this path takes";
            default:
                return "the request cannot be served, status " + String.format(Locale.ROOT, "%d", status);
        }
    }

    private static Problem unexpected(Throwable failure, String request) {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        LOG.error("{} failed unexpectedly, id {}", oneLine(request), id, failure);
        return new Problem(500, "INTERNAL", "an unexpected failure, logged by the host under this id", null, id);
    }

    private static String oneLine(String text) {
        String cut = text.length() > 200 ? text.substring(0, 200) : text;
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
