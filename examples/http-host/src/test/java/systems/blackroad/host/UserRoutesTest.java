package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Administrators make, list, change and delete users. The first start makes the administrator "admin". */
@DisplayNameGeneration(ReplaceUnderscores.class)
class UserRoutesTest {

    /** Where the hosts of these tests keep their data. */
    TestStore store() {
        return TestStore.MEMORY;
    }

    private static final String NEW_PASSWORD = "another horse battery";

    private TestHost host;
    private String admin;

    @BeforeEach
    void start() {
        host = store().start();
        admin = host.signIn("admin", Role.ADMIN);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void a_made_user_signs_in_with_the_password_and_has_the_role() {
        Answer made = host.post(
                "/api/auth/users",
                admin,
                "{\"username\":\"ada\",\"password\":\"" + TestHost.PASSWORD
                        + "\",\"display_name\":\"Ada L.\",\"role\":\"viewer\"}");
        assertThat(made.status()).isEqualTo(201);
        JsonNode signIn = login("ada", TestHost.PASSWORD).json();
        assertThat(signIn.path("user")).isEqualTo(made.json());
        assertThat(made.json().path("display_name").textValue()).isEqualTo("Ada L.");
        String token = signIn.path("access_token").textValue();
        assertThat(host.get("/api/operator/status", token).status()).isEqualTo(200);
        host.get("/api/auth/users", token).isProblem(403, "FORBIDDEN");
        String location = made.header("Location").orElseThrow();
        assertThat(host.get(location, admin).json()).isEqualTo(made.json());
    }

    @Test
    void a_username_that_is_taken_is_refused_and_the_first_user_stays_as_it_was() {
        String id = create("ada", "user");
        Answer second = host.post("/api/auth/users", admin, body("ada", NEW_PASSWORD, "admin"))
                .isProblem(409, "USERNAME_TAKEN");
        assertThat(field(second)).isEqualTo("username");
        assertThat(user(id).path("role").textValue()).isEqualTo("user");
        assertThat(login("ada", TestHost.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void each_bad_value_is_refused_by_its_field_and_limit_without_being_repeated() {
        refused("{\"password\":\"" + TestHost.PASSWORD + "\",\"role\":\"user\"}", "username", "missing");
        refused(body("a b", TestHost.PASSWORD, "user"), "username", "1 to 64");
        refused(body("a".repeat(65), TestHost.PASSWORD, "user"), "username", "1 to 64");
        refused("{\"username\":\"ada\",\"role\":\"user\"}", "password", "missing");
        Answer weak = refused(body("ada", "hunter2", "user"), "password", "12 to 256");
        assertThat(weak.body()).doesNotContain("hunter2");
        refused(body("ada", "x".repeat(257), "user"), "password", "256");
        refused(body("ada", TestHost.PASSWORD, "anyone"), "role", "user, viewer, operator, admin");
        refused("{\"username\":\"ada\",\"password\":\"" + TestHost.PASSWORD + "\"}", "role", "missing");
        String named = body("ada", TestHost.PASSWORD, "user").replace("}", ",\"display_name\":\"%s\"}");
        refused(String.format(named, " "), "display_name", "1 to 256");
        refused(String.format(named, "x".repeat(257)), "display_name", "256");
        refused(String.format(named, "a\\u0000b"), "display_name", "control");
        refused(body("ada", TestHost.PASSWORD, "user").replace("}", ",\"colour\":1}"), "colour", "not a field");
        assertThat(host.get("/api/auth/users", admin).json().path("items")).hasSize(1);
    }

    @Test
    void the_list_pages_through_all_users_once_and_tells_no_secret() {
        for (int i = 0; i < 4; i++) {
            host.host().users().createIfAbsent("user-" + i, "User", Role.USER, null);
        }
        create("ada", "viewer");
        List<String> names = new ArrayList<>();
        String path = "/api/auth/users?limit=2";
        for (int pages = 0; pages < 3; pages++) {
            Answer page = host.get(path, admin);
            assertThat(page.body()).doesNotContain("argon2", "hash", "password");
            JsonNode json = page.json();
            names.addAll(json.path("items").findValuesAsText("username"));
            assertThat(json.path("next").isNull()).isEqualTo(pages == 2);
            path = "/api/auth/users?limit=2&after=" + json.path("next").textValue();
        }
        assertThat(names).containsExactly("ada", "admin", "user-0", "user-1", "user-2", "user-3");
        host.get("/api/auth/users?limit=201", admin).isProblem(422, "INVALID_VALUE");
        host.get("/api/auth/users?after=a%20b", admin).isProblem(422, "INVALID_VALUE");
    }

    @Test
    void another_role_counts_at_once_and_ends_sign_ins_tickets_and_streams() throws Exception {
        JsonNode signIn = host.signInAnswer("ada", Role.USER).json();
        String token = signIn.path("access_token").textValue();
        String ticket =
                host.host().signIns().newTicket(host.host().users().find("ada").orElseThrow());
        try (EventStream stream = host.events(token, host.openSession(token), null)) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            assertThat(change("ada", "{\"role\":\"operator\"}")
                            .json()
                            .path("role")
                            .textValue())
                    .isEqualTo("operator");
            assertThat(stream.next().json().path("code").textValue()).isEqualTo("SIGNED_OUT");
        }
        host.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
        String refresh = "{\"refresh_token\":\"" + signIn.path("refresh_token").textValue() + "\"}";
        host.post("/api/auth/refresh", null, refresh).isProblem(401, "REFRESH_REFUSED");
        host.post("/api/auth/login", null, "{\"ticket\":\"" + ticket + "\"}").isProblem(401, "SIGN_IN_FAILED");
        assertThat(host.get("/api/operator/status", host.signIn("ada", Role.USER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void another_password_replaces_the_first_and_ends_the_sign_ins() {
        String id = create("ada", "user");
        String token =
                login("ada", TestHost.PASSWORD).json().path("access_token").textValue();
        assertThat(change(id, "{\"password\":\"" + NEW_PASSWORD + "\"}").status())
                .isEqualTo(200);
        host.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
        login("ada", TestHost.PASSWORD).isProblem(401, "SIGN_IN_FAILED");
        assertThat(login("ada", NEW_PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void another_display_name_or_the_same_role_ends_no_sign_in() {
        String token = host.signIn("ada", Role.USER);
        Answer changed = change("ada", "{\"display_name\":\"Countess\",\"role\":\"user\"}");
        assertThat(host.get("/api/auth/me", token).json()).isEqualTo(changed.json());
        assertThat(changed.json().path("display_name").textValue()).isEqualTo("Countess");
        change("ada", "{}").isProblem(422, "INVALID_VALUE");
        change("ada", "{\"username\":\"eve\"}").isProblem(422, "INVALID_VALUE");
        change("nobody", "{\"role\":\"user\"}").isProblem(404, "USER_NOT_FOUND");
        host.get("/api/auth/users/a%20b", admin).isProblem(404, "USER_NOT_FOUND");
    }

    @Test
    void the_last_administrator_keeps_the_role_with_all_else_that_was_asked_for() {
        change("admin", "{\"role\":\"user\",\"display_name\":\"Nobody\"}").isProblem(409, "LAST_ADMIN");
        assertThat(user("admin").path("display_name").textValue()).isEqualTo("Administrator");
        create("root", "admin");
        assertThat(change("admin", "{\"role\":\"user\"}").status()).isEqualTo(200);
        host.get("/api/auth/me", admin).isProblem(401, "UNAUTHENTICATED");
        String root =
                login("root", TestHost.PASSWORD).json().path("access_token").textValue();
        assertThat(host.get("/api/auth/users/admin", root).json().path("role").textValue())
                .isEqualTo("user");
    }

    @Test
    void of_two_administrators_who_delete_each_other_at_once_one_stays() throws Exception {
        String root = host.signIn("root", Role.ADMIN);
        CompletableFuture<Answer> there =
                CompletableFuture.supplyAsync(() -> host.send("DELETE", "/api/auth/users/admin", root, null));
        Answer here = host.send("DELETE", "/api/auth/users/root", admin, null);
        assertThat(List.of(here.status(), there.get(20, TimeUnit.SECONDS).status()))
                .containsOnlyOnce(204)
                .isSubsetOf(204, 401, 409);
    }

    @Test
    void a_deleted_user_is_signed_out_and_the_next_of_that_name_does_not_find_the_desktops() {
        String id = create("ada", "user");
        String token =
                login("ada", TestHost.PASSWORD).json().path("access_token").textValue();
        String session = host.openSession(token);
        assertThat(delete(id).status()).isEqualTo(204);
        host.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
        login("ada", TestHost.PASSWORD).isProblem(401, "SIGN_IN_FAILED");
        delete(id).isProblem(404, "USER_NOT_FOUND");
        assertThat(create("ada", "user")).isNotEqualTo(id);
        String next =
                login("ada", TestHost.PASSWORD).json().path("access_token").textValue();
        host.get("/api/sessions/" + session, next).isProblem(404, "SESSION_NOT_FOUND");
        delete("admin").isProblem(409, "OWN_USER");
        assertThat(host.get("/api/auth/me", admin).status()).isEqualTo(200);
    }

    private String create(String name, String role) {
        Answer made = host.post("/api/auth/users", admin, body(name, TestHost.PASSWORD, role));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("id").textValue();
    }

    private Answer refused(String body, String field, String limit) {
        Answer answer = host.post("/api/auth/users", admin, body).isProblem(422, "INVALID_VALUE");
        assertThat(field(answer)).isEqualTo(field);
        assertThat(answer.json().path("detail").textValue()).contains(limit);
        return answer;
    }

    private Answer change(String id, String body) {
        return host.send("PATCH", "/api/auth/users/" + id, admin, body);
    }

    private Answer delete(String id) {
        return host.send("DELETE", "/api/auth/users/" + id, admin, null);
    }

    private JsonNode user(String id) {
        return host.get("/api/auth/users/" + id, admin).json();
    }

    private Answer login(String name, String password) {
        return host.post("/api/auth/login", null, "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    private static String field(Answer answer) {
        return answer.json().path("errors").path(0).path("field").textValue();
    }

    private static String body(String name, String password, String role) {
        return "{\"username\":\"" + name + "\",\"password\":\"" + password + "\",\"role\":\"" + role + "\"}";
    }
}
