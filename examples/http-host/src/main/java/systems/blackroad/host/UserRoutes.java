package systems.blackroad.host;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;

/** The users of the host, for administrators. No answer carries a password or its hash. Thread-safe. */
final class UserRoutes {

    /** The longest name shown to people, in chars; the column's size. */
    private static final int MAX_DISPLAY_NAME = 256;

    private static final int MAX_TEXT = 4_096;
    private static final String ROLES = Arrays.stream(Role.values())
            .filter(role -> role != Role.ANYONE)
            .map(Role::wireName)
            .collect(Collectors.joining(", "));

    private final Users users;
    private final SignIns signIns;
    private final StreamHub streams;

    UserRoutes(Users users, SignIns signIns, StreamHub streams) {
        this.users = users;
        this.signIns = signIns;
        this.streams = streams;
    }

    void install(RoutesConfig routes) {
        routes.get("/api/auth/users", this::list, Role.ADMIN);
        routes.post("/api/auth/users", this::create, Role.ADMIN);
        routes.get("/api/auth/users/{id}", this::read, Role.ADMIN);
        routes.patch("/api/auth/users/{id}", this::change, Role.ADMIN);
        routes.delete("/api/auth/users/{id}", this::delete, Role.ADMIN);
    }

    private void list(Context ctx) {
        String text = ctx.queryParam("after");
        UserId after = text == null ? null : Body.value("after", () -> UserId.of(text));
        Page<User> page = users.list(after, Requests.limit(ctx));
        Json.answer(ctx, 200, Json.page(page.items(), page.next(), User::json));
    }

    private void create(Context ctx) {
        Body body = Body.of(ctx, "username", "password", "display_name", "role");
        String username = body.requireText("username", MAX_TEXT);
        if (!Users.isUsername(username)) {
            throw Problem.field("username", "must be " + Users.USERNAME_FORM).exception();
        }
        String password = required("password", password(body));
        Role role = required("role", role(body));
        String displayName = Objects.requireNonNullElse(displayName(body), username);
        User user = users.create(username, displayName, role, password)
                .orElseThrow(() -> new Problem(
                                409,
                                "USERNAME_TAKEN",
                                "username: a user has this name already; choose another",
                                "username",
                                null)
                        .exception());
        ctx.header("Location", "/api/auth/users/" + user.id());
        Json.answer(ctx, 201, user.json());
    }

    private void read(Context ctx) {
        User user = users.find(id(ctx)).orElseThrow(() -> Users.notFound().exception());
        Json.answer(ctx, 200, user.json());
    }

    /** Changes what is given; another role or a password ends the user's sign-ins, the administrator's own too. */
    private void change(Context ctx) {
        UserId id = id(ctx);
        Body body = Body.of(ctx, "role", "display_name", "password");
        Users.Change change = new Users.Change(role(body), displayName(body), password(body));
        if (change.isEmpty()) {
            throw Problem.field("role", "nothing is to change; give role, display_name or password")
                    .exception();
        }
        endStreams(users.change(id, change, signIns));
        read(ctx);
    }

    /** Removes a user and the user's sign-ins; the user's desktops stay with the storage, and nobody can open them. */
    private void delete(Context ctx) {
        UserId id = id(ctx);
        if (AccessControl.caller(ctx).user().id().equals(id)) {
            throw Problem.of(409, "OWN_USER", "you cannot delete yourself; let another administrator do it")
                    .exception();
        }
        endStreams(users.delete(id, signIns));
        ctx.status(204);
    }

    private void endStreams(List<String> families) {
        families.forEach(streams::endFamily);
    }

    /** The id of the path; one that no user can have is answered like one that no user has. */
    private static UserId id(Context ctx) {
        try {
            return UserId.of(ctx.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw Users.notFound().exception();
        }
    }

    private static @Nullable Role role(Body body) {
        String name = body.text("role", MAX_TEXT);
        Role role = name == null ? null : Role.find(name);
        if (name != null && role == null) {
            throw Problem.field("role", "must be one of " + ROLES).exception();
        }
        return role;
    }

    private static @Nullable String displayName(Body body) {
        String name = body.text("display_name", MAX_DISPLAY_NAME);
        if (name != null && (name.isBlank() || name.chars().anyMatch(Character::isISOControl))) {
            throw Problem.field(
                            "display_name",
                            "must be 1 to " + MAX_DISPLAY_NAME
                                    + " chars, not all of them blank, without control characters")
                    .exception();
        }
        return name;
    }

    private static @Nullable String password(Body body) {
        String password = body.text("password", HostConfig.MAX_PASSWORD_LENGTH);
        if (password != null && password.length() < HostConfig.MIN_PASSWORD_LENGTH) {
            throw Problem.field(
                            "password",
                            "must be " + HostConfig.MIN_PASSWORD_LENGTH + " to " + HostConfig.MAX_PASSWORD_LENGTH
                                    + " chars")
                    .exception();
        }
        return password;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw Problem.field(field, "is missing").exception();
        }
        return value;
    }
}
