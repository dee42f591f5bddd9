package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.core.GestureBody;
import systems.blackroad.core.OsJson;

/** What those who watch a session see at once and nobody keeps. Thread-safe. */
final class LiveRoutes {

    private final OsRuntime runtime;
    private final Desktops desktops;
    private final Shares shares;

    LiveRoutes(OsRuntime runtime, Desktops desktops, Shares shares) {
        this.runtime = runtime;
        this.desktops = desktops;
        this.shares = shares;
    }

    void install(RoutesConfig routes) {
        routes.post("/api/sessions/{id}/gestures", this::gesture, Role.USER);
        routes.get("/api/sessions/{id}/presence", this::presence, Role.USER);
    }

    private void presence(Context ctx) {
        SessionHead head = desktops.requireWatchable(ctx.pathParam("id"), AccessControl.caller(ctx), shares);
        ObjectNode json = Json.object();
        json.set("items", Json.trusted(OsJson.viewers(runtime.presence(head.id()))));
        Json.answer(ctx, 200, json.putNull("next"));
    }

    private void gesture(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.require(ctx.pathParam("id"), caller, false);
        GestureBody body = OsJson.readGestureBody(Body.bytes(ctx));
        runtime.gesture(head.id(), caller.actor(), body.client(), body.gesture());
        ctx.status(204);
    }
}
