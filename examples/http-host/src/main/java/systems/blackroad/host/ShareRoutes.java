package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionHead;

/** Lets the owner of a session show it to other users, who watch and cannot act, and end that. Thread-safe. */
final class ShareRoutes {

    private static final int MAX_USERNAME = 64;

    private final Desktops desktops;
    private final Users users;
    private final Shares shares;
    private final StreamHub streams;

    ShareRoutes(Desktops desktops, Users users, Shares shares, StreamHub streams) {
        this.desktops = desktops;
        this.users = users;
        this.shares = shares;
        this.streams = streams;
    }

    void install(RoutesConfig routes) {
        routes.get("/api/sessions/{id}/shares", this::list, Role.USER);
        routes.post("/api/sessions/{id}/shares", this::share, Role.USER);
        routes.delete("/api/sessions/{id}/shares/{user}", this::revoke, Role.USER);
    }

    private void list(Context ctx) {
        SessionHead head = desktops.require(ctx.pathParam("id"), AccessControl.caller(ctx), false);
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        shares.users(head.id()).forEach(user -> items.add(json(user)));
        Json.answer(ctx, 200, json.putNull("next"));
    }

    private void share(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.require(ctx.pathParam("id"), caller, false);
        String username = Body.of(ctx, "username").requireText("username", MAX_USERNAME);
        User user = users.find(username)
                .orElseThrow(() ->
                        Problem.field("username", "is nobody's user name here").exception());
        if (user.id().equals(caller.user().id())) {
            throw Problem.field("username", "is your own; the session is yours already")
                    .exception();
        }
        shares.add(head.id(), user.id());
        Json.answer(ctx, 201, json(user));
    }

    private void revoke(Context ctx) {
        SessionHead head = desktops.require(ctx.pathParam("id"), AccessControl.caller(ctx), false);
        UserId user = Body.value("user", () -> UserId.of(ctx.pathParam("user")));
        shares.revoke(head.id(), user);
        streams.endShared(head.id(), user);
        ctx.status(204);
    }

    private static ObjectNode json(User user) {
        return Json.object()
                .put("user_id", user.id().value())
                .put("username", user.username())
                .put("display_name", user.displayName());
    }
}
