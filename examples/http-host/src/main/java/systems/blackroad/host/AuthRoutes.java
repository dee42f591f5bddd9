package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Signing in and out. Thread-safe. */
final class AuthRoutes {

    private static final int MAX_SECRET = 512;

    private final Users users;
    private final SignIns signIns;
    private final AccessTokens tokens;
    private final LoginLimits limits;
    private final StreamHub streams;
    private final SecureRandom random;
    private final boolean guests;

    AuthRoutes(
            Users users, SignIns signIns, AccessTokens tokens, LoginLimits limits, StreamHub streams, boolean guests) {
        this.users = users;
        this.signIns = signIns;
        this.tokens = tokens;
        this.limits = limits;
        this.streams = streams;
        this.random = new SecureRandom();
        this.guests = guests;
    }

    void install(RoutesConfig routes) {
        routes.post("/api/auth/login", this::login, Role.ANYONE);
        routes.post("/api/auth/refresh", this::refresh, Role.ANYONE);
        routes.post("/api/auth/logout", this::logout, Role.ANYONE);
        routes.get(
                "/api/auth/me",
                ctx -> Json.answer(ctx, 200, AccessControl.caller(ctx).user().json()),
                Role.USER);
        if (guests) {
            routes.post("/api/auth/guest", this::guest, Role.ANYONE);
        }
    }

    private void login(Context ctx) {
        limits.fromAddress(ctx);
        Body body = Body.of(ctx, "username", "password", "ticket");
        Optional<User> user;
        if (body.node("ticket") != null) {
            user = signIns.useTicket(body.requireText("ticket", MAX_SECRET)).flatMap(users::find);
        } else {
            String username = body.requireText("username", MAX_SECRET);
            String password = body.requireText("password", MAX_SECRET);
            limits.forUser(ctx, username);
            user = users.verify(username, password);
        }
        answer(
                ctx,
                signIns.begin(user.orElseThrow(() -> Problem.of(
                                401,
                                "SIGN_IN_FAILED",
                                "this user name and password, or this ticket, do not sign anybody in")
                        .exception())));
    }

    private void guest(Context ctx) {
        limits.fromAddress(ctx);
        Body.of(ctx);
        byte[] fresh = new byte[8];
        random.nextBytes(fresh);
        User guest = users.createIfAbsent("guest-" + HexFormat.of().formatHex(fresh), "Guest", Role.USER, null);
        answer(ctx, signIns.begin(guest));
    }

    private void refresh(Context ctx) {
        Body body = Body.of(ctx, "refresh_token");
        answer(
                ctx,
                signIns.refresh(body.requireText("refresh_token", MAX_SECRET))
                        .orElseThrow(() -> Problem.of(
                                        401,
                                        "REFRESH_REFUSED",
                                        "this refresh token is used up, ended or unknown; sign in again")
                                .exception()));
    }

    /** Ends the sign-in of the refresh token; a token that is not good has nothing to end. */
    private void logout(Context ctx) {
        Body body = Body.of(ctx, "refresh_token");
        Optional<String> family = signIns.family(body.requireText("refresh_token", MAX_SECRET));
        family.ifPresent(name -> {
            signIns.end(name);
            streams.endFamily(name);
        });
        ctx.status(204);
    }

    private void answer(Context ctx, SignIns.SignIn signIn) {
        User user = users.find(signIn.user())
                .orElseThrow(() -> AccessControl.unauthenticated().exception());
        ObjectNode json = Json.object()
                .put("access_token", tokens.issue(user.id(), signIn.family()))
                .put("refresh_token", signIn.refreshToken())
                .put("token_type", "Bearer")
                .put("expires_in", AccessTokens.LIFETIME.toSeconds());
        json.set("user", user.json());
        Json.answer(ctx, 200, json);
    }
}
