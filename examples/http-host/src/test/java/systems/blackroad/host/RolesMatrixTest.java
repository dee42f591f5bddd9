package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Who may do what, for every route that the router has: a route that is not listed here fails the build. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RolesMatrixTest {

    private static final Map<String, Role> EXPECTED = expected();

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = TestHost.start("memory:");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void the_router_has_exactly_the_listed_routes_with_the_listed_roles() {
        Map<String, Role> found = new TreeMap<>();
        for (ParsedEndpoint endpoint : routes()) {
            Roles roles = endpoint.endpoint.metadata(Roles.class);
            assertThat(roles).as("roles of %s", name(endpoint)).isNotNull();
            assertThat(roles.getRoles()).as("roles of %s", name(endpoint)).hasSize(1);
            found.put(name(endpoint), (Role) roles.getRoles().iterator().next());
        }
        Map<String, Role> pages = found.entrySet().stream()
                .filter(route -> !route.getKey().contains("/api/") && !EXPECTED.containsKey(route.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(pages.keySet()).allMatch(route -> route.startsWith("GET /"));
        assertThat(pages.values()).containsOnly(Role.ANYONE);
        found.keySet().removeAll(pages.keySet());
        assertThat(found).isEqualTo(EXPECTED);
    }

    @Test
    void every_route_answers_every_role_as_listed() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : List.of(Role.USER, Role.VIEWER, Role.OPERATOR, Role.ADMIN)) {
            tokens.put(role, host.signIn("the-" + role.wireName(), role));
        }
        EXPECTED.forEach((route, least) -> {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "unknown");
            String body = Set.of("POST", "PATCH").contains(method) ? "{}" : null;
            Answer anonymous = host.send(method, path, null, body);
            if (least == Role.ANYONE) {
                assertThat(anonymous.status()).as("anonymous %s", route).isNotIn(401, 403, 500);
            } else {
                anonymous.isProblem(401, "UNAUTHENTICATED");
            }
            tokens.forEach((role, token) -> {
                Answer answer = host.send(method, path, token, body);
                if (role.covers(least)) {
                    assertThat(answer.status()).as("%s %s", role, route).isNotIn(401, 403, 500);
                } else {
                    answer.isProblem(403, "FORBIDDEN");
                }
            });
        });
    }

    @Test
    void a_users_role_counts_as_it_is_now_and_not_as_it_was_at_sign_in() {
        Answer signIn = host.signInAnswer("promoted", Role.USER);
        String token = signIn.json().path("access_token").textValue();
        host.get("/api/operator/status", token).isProblem(403, "FORBIDDEN");
        assertThat(host.get("/api/auth/me", token).json().path("role").textValue())
                .isEqualTo("user");
    }

    private static List<ParsedEndpoint> routes() {
        Set<HandlerType> methods =
                Set.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);
        return host.host().server().unsafe.internalRouter.allHttpHandlers().stream()
                .filter(endpoint -> methods.contains(endpoint.endpoint.method))
                .collect(Collectors.toList());
    }

    private static String name(ParsedEndpoint endpoint) {
        return endpoint.endpoint.method + " " + endpoint.endpoint.path;
    }

    private static Map<String, Role> expected() {
        Map<String, Role> routes = new HashMap<>();
        all(routes, Role.ANYONE, "GET /health", "GET /health/live", "GET /health/ready", "GET /version");
        all(routes, Role.ANYONE, "GET /api/system/version", "GET /api/system/config/public");
        all(routes, Role.ANYONE, "POST /api/auth/refresh", "POST /api/auth/logout");
        all(routes, Role.ANYONE, "POST /api/auth/login", "POST /api/auth/guest");
        all(routes, Role.USER, "GET /api/auth/me", "GET /api/system/os/state", "POST /api/system/windows");
        all(routes, Role.USER, "POST /api/system/os/state");
        all(routes, Role.ADMIN, "GET /api/auth/users", "POST /api/auth/users", "GET /api/auth/users/{id}");
        all(routes, Role.ADMIN, "PATCH /api/auth/users/{id}", "DELETE /api/auth/users/{id}");
        all(routes, Role.USER, "POST /api/sessions", "GET /api/sessions", "GET /api/sessions/{id}");
        all(routes, Role.USER, "DELETE /api/sessions/{id}", "POST /api/sessions/{id}/commands");
        all(routes, Role.USER, "GET /api/sessions/{id}/events", "POST /api/sessions/{id}/gestures");
        all(routes, Role.USER, "GET /api/sessions/{id}/shares", "POST /api/sessions/{id}/shares");
        all(routes, Role.USER, "DELETE /api/sessions/{id}/shares/{user}");
        all(routes, Role.USER, "POST /api/sessions/{id}/token", "POST /api/shares");
        all(routes, Role.USER, "POST /api/sessions/{id}/undo", "POST /api/sessions/{id}/redo");
        all(routes, Role.USER, "GET /api/sessions/{id}/export", "POST /api/sessions/{id}/import");
        all(routes, Role.USER, "GET /api/sessions/{id}/presence");
        all(routes, Role.VIEWER, "GET /api/system/prism/config", "GET /api/operator/jobs");
        all(routes, Role.VIEWER, "GET /api/operator/jobs/{id}", "GET /api/operator/jobs/{id}/log");
        all(routes, Role.VIEWER, "GET /api/operator/status", "GET /api/operator/schedules", "GET /api/operator/nodes");
        all(routes, Role.OPERATOR, "POST /api/operator/jobs", "DELETE /api/operator/jobs/{id}");
        all(routes, Role.OPERATOR, "POST /api/operator/jobs/{id}/execute", "POST /api/operator/jobs/{id}/retry");
        all(routes, Role.OPERATOR, "POST /api/operator/jobs/{id}/cancel", "POST /api/operator/schedules/{id}/pause");
        all(routes, Role.OPERATOR, "POST /api/operator/schedules/{id}/resume");
        all(routes, Role.OPERATOR, "POST /api/operator/schedules/{id}/trigger");
        return Map.copyOf(routes);
    }

    private static void all(Map<String, Role> routes, Role least, String... names) {
        for (String name : names) {
            routes.put(name, least);
        }
    }
}
