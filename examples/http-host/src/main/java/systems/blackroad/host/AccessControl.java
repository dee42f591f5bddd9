package systems.blackroad.host;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Lets a request through to its handler if its token's user has the role that the route names. Thread-safe. */
final class AccessControl {

    private static final String CALLER = "blackroad.caller";
    private static final String BEARER = "Bearer ";

    private final AccessTokens tokens;
    private final SignIns signIns;

    AccessControl(AccessTokens tokens, SignIns signIns) {
        this.tokens = tokens;
        this.signIns = signIns;
    }

    /** Runs before every matched route; a route that names no role is closed to everybody. */
    void check(Context ctx) {
        Set<RouteRole> roles = ctx.routeRoles();
        if (roles.contains(Role.ANYONE)) {
            return;
        }
        Caller caller = authenticate(ctx);
        boolean allowed = roles.stream()
                .anyMatch(role -> role instanceof Role && caller.user().role().covers((Role) role));
        if (!allowed) {
            throw Problem.of(
                            403,
                            "FORBIDDEN",
                            "your role " + caller.user().role().wireName() + " does not allow this")
                    .exception();
        }
        ctx.attribute(CALLER, caller);
    }

    /** Who sends a request whose route asked for a role. */
    static Caller caller(Context ctx) {
        return Objects.requireNonNull(ctx.<Caller>attribute(CALLER), "the route of this handler names no role");
    }

    /** Whether the sign-in behind {@code caller} still stands. One round trip. */
    boolean isLive(Caller caller) {
        return signIns.user(caller.family(), caller.user().id()).isPresent();
    }

    private Caller authenticate(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null && header.startsWith(BEARER)) {
            Optional<AccessTokens.Claims> claims = tokens.verify(header.substring(BEARER.length()));
            if (claims.isPresent()) {
                String family = claims.get().family();
                Optional<User> user = signIns.user(family, claims.get().user());
                if (user.isPresent()) {
                    return new Caller(user.get(), family, claims.get().until());
                }
            }
        }
        throw unauthenticated().exception();
    }

    /** The one answer to every token that is not good, whatever is wrong with it. */
    static Problem unauthenticated() {
        return Problem.of(401, "UNAUTHENTICATED", "sign in, and send the access token as Authorization: Bearer");
    }
}
