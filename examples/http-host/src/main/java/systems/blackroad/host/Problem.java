package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;

/**
 * A failed request as its sender is told (RFC 9457). The only place that knows which code has which HTTP status.
 *
 * @param status the HTTP status
 * @param code the stable name
 * @param detail names the subject, what was expected, and the next step; never a secret, never a stack trace
 * @param field the request's field that is at fault, or null
 * @param id the name under which the host logged an unexpected failure, or null
 */
record Problem(
        int status,
        String code,
        String detail,
        @Nullable String field,
        @Nullable String id) {

    private static final Map<ErrorCode, Integer> STATUS = statuses();

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, null, null);
    }

    static Problem of(ErrorCode code, String message) {
        String prefix = code + ": ";
        String detail = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        return of(status(code), code.name(), detail);
    }

    /** What the sender may know of {@code failure}: the store's own words stay in the log. */
    static Problem of(BlackRoadException failure) {
        ErrorCode code = failure.code();
        if (code.name().startsWith("STORE_")) {
            return of(
                    status(code),
                    code.name(),
                    code == ErrorCode.STORE_UNKNOWN
                            ? "the storage did not answer, so the call may have happened; repeat it with the same ids"
                            : "the storage cannot serve this now; nothing was changed");
        }
        String message = failure.getMessage();
        return of(code, message == null ? code.name() : message);
    }

    /** A value of the request that is outside its form. */
    static Problem field(String field, String message) {
        return new Problem(
                status(ErrorCode.INVALID_VALUE), ErrorCode.INVALID_VALUE.name(), field + ": " + message, field, null);
    }

    /** No such session, or one of somebody else: the two answer alike. */
    static Problem sessionNotFound() {
        return of(ErrorCode.SESSION_NOT_FOUND, "no session of yours has this id; list them with GET /api/sessions");
    }

    static int status(ErrorCode code) {
        return STATUS.getOrDefault(code, 500);
    }

    ProblemException exception() {
        return new ProblemException(this);
    }

    ObjectNode json() {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        ObjectNode json = Json.object();
        json.put("type", "urn:blackroad:problem:" + code.toLowerCase(Locale.ROOT));
        json.put("title", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
        json.put("status", status);
        json.put("detail", detail);
        json.put("code", code);
        if (field != null) {
            json.putArray("errors").addObject().put("field", field).put("message", detail);
        }
        if (id != null) {
            json.put("id", id);
        }
        return json;
    }

    private static Map<ErrorCode, Integer> statuses() {
        Map<ErrorCode, Integer> statuses = new EnumMap<>(ErrorCode.class);
        put(statuses, 400, ErrorCode.MALFORMED_DOCUMENT);
        put(statuses, 404, ErrorCode.SESSION_NOT_FOUND, ErrorCode.WINDOW_NOT_FOUND, ErrorCode.JOB_NOT_FOUND);
        put(statuses, 403, ErrorCode.APP_FORBIDDEN, ErrorCode.IMPERSONATION_FORBIDDEN);
        put(statuses, 404, ErrorCode.SCHEDULE_NOT_FOUND, ErrorCode.REVISION_NOT_KEPT);
        put(statuses, 404, ErrorCode.WORKSPACE_NOT_FOUND, ErrorCode.LAYOUT_NOT_FOUND, ErrorCode.APP_NOT_FOUND);
        put(statuses, 404, ErrorCode.ITEM_NOT_FOUND);
        put(statuses, 409, ErrorCode.SESSION_ENDED, ErrorCode.SESSION_NEWER, ErrorCode.SESSION_EXISTS);
        put(statuses, 409, ErrorCode.SESSION_HELD);
        put(statuses, 409, ErrorCode.WINDOW_FULLSCREEN, ErrorCode.WINDOW_NOT_FOCUSABLE, ErrorCode.WINDOW_MODAL);
        put(statuses, 409, ErrorCode.UNDO_CONFLICT);
        put(statuses, 409, ErrorCode.WINDOW_MINIMIZED, ErrorCode.WINDOW_MAXIMIZED, ErrorCode.VERSION_CONFLICT);
        put(statuses, 409, ErrorCode.COMMAND_ID_REUSED, ErrorCode.COMMAND_TOO_OLD, ErrorCode.JOB_STATUS_CONFLICT);
        put(statuses, 409, ErrorCode.LEASE_LOST);
        put(statuses, 422, ErrorCode.INVALID_VALUE, ErrorCode.LIMIT_EXCEEDED, ErrorCode.JOB_TYPE_UNKNOWN);
        put(statuses, 422, ErrorCode.JOB_QUEUE_UNKNOWN, ErrorCode.JOB_PAYLOAD_UNREADABLE);
        put(statuses, 500, ErrorCode.SESSION_UNREADABLE, ErrorCode.STORE_NOT_FOUND, ErrorCode.STORE_SCHEMA_MISMATCH);
        put(statuses, 500, ErrorCode.STORE_DURABILITY_TOO_LOW);
        put(statuses, 501, ErrorCode.STORE_UNSUPPORTED);
        put(statuses, 503, ErrorCode.OVERLOADED, ErrorCode.SHUTTING_DOWN);
        put(statuses, 503, ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_REFUSED);
        put(statuses, 504, ErrorCode.STORE_UNKNOWN);
        return statuses;
    }

    private static void put(Map<ErrorCode, Integer> statuses, int status, ErrorCode... codes) {
        for (ErrorCode code : List.of(codes)) {
            statuses.put(code, status);
        }
    }
}
