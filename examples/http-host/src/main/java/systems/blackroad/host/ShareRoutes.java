package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.core.PublicTokens;

/**
 * Lets the owner of a session show it to other users, who watch and cannot act, by their names or by a token, and end that.
 * Thread-safe.
 */
final class ShareRoutes {

    private static final int MAX_USERNAME = 64;

    private final OsRuntime runtime;
    private final PublicTokens tokens;
    private final Desktops desktops;
    private final Users users;
    private final Shares shares;
    private final StreamHub streams;

    ShareRoutes(
            OsRuntime runtime, PublicTokens tokens, Desktops desktops, Users users, Shares shares, StreamHub streams) {
        this.runtime = runtime;
        this.tokens = tokens;
        this.desktops = desktops;
        this.users = users;
        this.shares = shares;
        this.streams = streams;
    }

    void install(RoutesConfig routes) {
        routes.get("/api/sessions/{id}/shares", this::list, Role.USER);
        routes.post("/api/sessions/{id}/shares", this::share, Role.USER);
        routes.delete("/api/sessions/{id}/shares/{user}", this::revoke, Role.USER);
        routes.post("/api/sessions/{id}/token", this::issue, Role.USER);
        routes.post("/api/shares", this::accept, Role.USER);
    }

    /** A token with which others may watch the session, until the owner rotates it with the command {@code rotate_token}. */
    private void issue(Context ctx) {
        SessionHead head = desktops.require(ctx.pathParam("id"), AccessControl.caller(ctx), false);
        Json.answer(ctx, 201, Json.object().put("token", tokens.issue(runtime.requireState(head.id()))));
    }

    /** Shares the session that a token names with the caller. */
    private void accept(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        String token = Body.of(ctx, "token").requireText("token", PublicTokens.MAX_LENGTH);
        SessionHead head = tokens.read(token)
                .flatMap(desktops::named)
                .orElseThrow(() -> Problem.field("token", "is none of this host, or was rotated; ask for a new one")
                        .exception());
        if (!Desktops.isOwn(head, caller)) {
            shares.add(head.id(), caller.user().id());
        }
        Json.answer(
                ctx,
                201,
                Json.object()
                        .put("session_id", head.id().value())
                        .put("owner_id", head.user().value()));
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
