package systems.blackroad.host;

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

    LiveRoutes(OsRuntime runtime, Desktops desktops) {
        this.runtime = runtime;
        this.desktops = desktops;
    }

    void install(RoutesConfig routes) {
        routes.post("/api/sessions/{id}/gestures", this::gesture, Role.USER);
    }

    private void gesture(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.require(ctx.pathParam("id"), caller, false);
        GestureBody body = OsJson.readGestureBody(Body.bytes(ctx));
        runtime.gesture(head.id(), caller.actor(), body.client(), body.gesture());
        ctx.status(204);
    }
}
