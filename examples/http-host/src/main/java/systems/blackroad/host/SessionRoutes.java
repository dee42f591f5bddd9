package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.core.CommandBody;
import systems.blackroad.core.OsJson;

/** Sessions: open, list, read, command, follow, end. Thread-safe. */
final class SessionRoutes {

    private static final int MAX_NAME = 4_096;
    private static final int MAX_TRACE = 128;

    private final OsRuntime runtime;
    private final Desktops desktops;
    private final Shares shares;
    private final StreamHub streams;

    SessionRoutes(OsRuntime runtime, Desktops desktops, Shares shares, StreamHub streams) {
        this.runtime = runtime;
        this.desktops = desktops;
        this.shares = shares;
        this.streams = streams;
    }

    void install(RoutesConfig routes) {
        routes.post("/api/sessions", this::open, Role.USER);
        routes.get("/api/sessions", this::list, Role.USER);
        routes.get("/api/sessions/{id}", this::read, Role.USER);
        routes.delete("/api/sessions/{id}", this::end, Role.USER);
        routes.post("/api/sessions/{id}/commands", this::command, Role.USER);
        routes.get("/api/sessions/{id}/events", this::events, Role.USER);
    }

    private void open(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        Body body = Body.of(ctx, "display_name", "theme", "metadata");
        String name = body.text("display_name", MAX_NAME);
        String theme = body.text("theme", MAX_NAME);
        OpenSession opening = Body.value("theme", () -> Desktops.opening(name, theme, body.texts("metadata")));
        String key = Requests.idempotencyKey(ctx);
        OsSession session = key == null
                ? runtime.open(caller.actor(), opening)
                : runtime.open(
                        SessionId.of(Desktops.derivedId(caller.user(), "session", key)), caller.actor(), opening);
        SessionHead head = runtime.requireHead(session.id());
        OsState state = session.state();
        ObjectNode json = head(head).put("revision", state.revision());
        json.set("state", Json.trusted(OsJson.state(state)));
        ctx.header("Location", "/api/sessions/" + head.id());
        ctx.header("ETag", etag(head.epoch(), state.revision()));
        Json.answer(ctx, 201, json);
    }

    private void list(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        String wanted = ctx.queryParam("user");
        UserId user = caller.user().id();
        if (caller.is(Role.ADMIN)) {
            user = wanted == null ? null : Body.value("user", () -> UserId.of(wanted));
        }
        UserId of = user;
        Page<SessionHead> page =
                Body.value("after", () -> runtime.sessions(of, ctx.queryParam("after"), Requests.limit(ctx)));
        Json.answer(ctx, 200, Json.page(page.items(), page.next(), SessionRoutes::head));
    }

    private void read(Context ctx) {
        SessionHead head = desktops.require(ctx.pathParam("id"), AccessControl.caller(ctx), false);
        OsState state = stateOf(head.id(), ctx.queryParam("at"));
        String etag = etag(head.epoch(), state.revision());
        ctx.header("ETag", etag);
        if (etag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.status(200).contentType("application/json").result(OsJson.state(state));
        }
    }

    /** The session's state now, or as it was at a revision. */
    private OsState stateOf(SessionId session, @Nullable String at) {
        if (at == null) {
            return runtime.requireState(session);
        }
        long revision = Body.value("at", () -> revision(at));
        return runtime.findState(session, revision).orElseGet(() -> runtime.requireState(session));
    }

    private static long revision(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("a revision must be a number from 1, got " + text.length() + " chars");
        }
        return Long.parseLong(text);
    }

    private void end(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.require(ctx.pathParam("id"), caller, true);
        CommandOutcome outcome = runtime.attach(head.id(), caller.actor()).execute(new EndSession("user"));
        if (outcome instanceof CommandOutcome.Rejected
                && ((CommandOutcome.Rejected) outcome).code() != ErrorCode.SESSION_ENDED) {
            throw rejection((CommandOutcome.Rejected) outcome).exception();
        }
        ctx.status(204);
    }

    /** Hands the commands to the runtime and answers when they are decided; no thread waits meanwhile. */
    private void command(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        CommandBody body = OsJson.readCommandBody(Body.bytes(ctx));
        SessionHead head = desktops.requireActable(ctx.pathParam("id"), caller, body.commands());
        Long revision = expected(ctx, head);
        CommandRequest request = new CommandRequest(caller.actor(), body.id(), body.commands(), revision, trace(ctx));
        ctx.future(() -> runtime.submit(head.id(), request)
                .thenAccept(outcome -> answer(ctx, head.epoch(), outcome))
                .toCompletableFuture());
    }

    private void events(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.requireWatchable(ctx.pathParam("id"), caller, shares);
        String last = ctx.header("Last-Event-ID");
        String text = last == null ? ctx.queryParam("last_event_id") : last;
        StreamPosition position =
                text == null || text.isEmpty() ? null : Body.value("last_event_id", () -> StreamPosition.parse(text));
        StreamHub.Watch watch = new StreamHub.Watch(caller, head.id(), !Desktops.isOwn(head, caller));
        streams.serve(ctx, watch, new StreamHub.Feed(runtime.stream(head.id(), position), device(ctx)));
    }

    private static Device device(Context ctx) {
        String label = ctx.queryParam("device");
        return Body.value("device", () -> new Device(label == null ? "Browser" : label, ctx.queryParam("viewport")));
    }

    private static void answer(Context ctx, String epoch, CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Rejected) {
            Problems.answer(ctx, rejection((CommandOutcome.Rejected) outcome));
            return;
        }
        ObjectNode json = Json.object();
        json.put("outcome", outcome instanceof CommandOutcome.Applied ? "applied" : "unchanged");
        json.put("revision", outcome.revision());
        ArrayNode events = json.putArray("events");
        if (outcome instanceof CommandOutcome.Applied) {
            ((CommandOutcome.Applied) outcome).events().forEach(event -> events.add(Json.trusted(OsJson.event(event))));
        }
        ctx.header("ETag", etag(epoch, outcome.revision()));
        Json.answer(ctx, 200, json);
    }

    private static Problem rejection(CommandOutcome.Rejected rejected) {
        return Problem.of(rejected.code(), rejected.message());
    }

    /** The revision that If-Match asks for, or null for any. */
    private static @Nullable Long expected(Context ctx, SessionHead head) {
        String header = ctx.header("If-Match");
        if (header == null || header.equals("*")) {
            return null;
        }
        boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
        StreamPosition position = Body.value(
                "If-Match", () -> StreamPosition.parse(quoted ? header.substring(1, header.length() - 1) : ""));
        if (!position.epoch().equals(head.epoch())) {
            throw Problem.of(
                            ErrorCode.VERSION_CONFLICT,
                            "session " + head.id() + " is in another epoch than If-Match says; read it again")
                    .exception();
        }
        return position.revision();
    }

    private static @Nullable String trace(Context ctx) {
        String trace = ctx.header("X-Trace-Id");
        if (trace != null && (trace.length() > MAX_TRACE || !trace.chars().allMatch(c -> c > ' ' && c < 127))) {
            throw Problem.field("X-Trace-Id", "must be 1 to " + MAX_TRACE + " printable ASCII chars")
                    .exception();
        }
        return trace;
    }

    private static String etag(String epoch, long revision) {
        return '"' + epoch + ':' + revision + '"';
    }

    private static ObjectNode head(SessionHead head) {
        return Json.object()
                .put("id", head.id().value())
                .put("user_id", head.user().value())
                .put("status", head.status().name().toLowerCase(Locale.ROOT))
                .put("revision", head.revision())
                .put("epoch", head.epoch())
                .put("created_at", Json.instant(head.createdAt()))
                .put("last_activity", Json.instant(head.updatedAt()));
    }
}
