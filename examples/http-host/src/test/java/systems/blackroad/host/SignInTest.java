package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.testkit.ManualClock;

/** Signing in by ticket and password, refreshing, signing out. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SignInTest {

    private static final String[] PRODUCTION = {
        "ENVIRONMENT", "production",
        "SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe",
        "ADMIN_USERNAME", "root",
        "ADMIN_PASSWORD", TestHost.PASSWORD,
        "HOST", "127.0.0.1"
    };

    @Test
    void the_first_start_prints_a_link_that_signs_the_administrator_in_once() {
        try (TestHost host = TestHost.start("memory:")) {
            String link = host.host().announcements().stream()
                    .filter(line -> line.contains("#ticket="))
                    .findFirst()
                    .orElseThrow();
            String body = "{\"ticket\":\"" + link.substring(link.indexOf("#ticket=") + 8) + "\"}";
            JsonNode answer = host.post("/api/auth/login", null, body).json();
            assertThat(answer.path("user").path("username").textValue()).isEqualTo("admin");
            assertThat(answer.path("user").path("role").textValue()).isEqualTo("admin");
            assertThat(answer.path("expires_in").intValue()).isEqualTo(1_800);
            String token = answer.path("access_token").textValue();
            assertThat(host.get("/api/auth/me", token).json()).isEqualTo(answer.path("user"));
            host.post("/api/auth/login", null, body).isProblem(401, "SIGN_IN_FAILED");
        }
    }

    @Test
    void a_ticket_is_good_for_fifteen_minutes() {
        ManualClock clock = new ManualClock();
        try (TestHost host = TestHost.start("memory:", TestHost.tuning(clock))) {
            User user = host.host().users().createIfAbsent("ada", "Ada", Role.USER, null);
            String ticket = host.host().signIns().newTicket(user);
            clock.advance(SignIns.TICKET_LIFETIME);
            host.post("/api/auth/login", null, "{\"ticket\":\"" + ticket + "\"}")
                    .isProblem(401, "SIGN_IN_FAILED");
        }
    }

    @Test
    void a_production_host_signs_its_administrator_in_by_password_alone() {
        try (TestHost host = TestHost.start("memory:", PRODUCTION)) {
            assertThat(host.host().announcements()).noneMatch(line -> line.contains("ticket"));
            Answer good = host.post("/api/auth/login", null, login("root", TestHost.PASSWORD));
            assertThat(good.status()).isEqualTo(200);
            Answer wrong =
                    host.post("/api/auth/login", null, login("root", "wrong")).isProblem(401, "SIGN_IN_FAILED");
            Answer unknown = host.post("/api/auth/login", null, login("nobody", "wrong"));
            assertThat(unknown.body()).isEqualTo(wrong.body());
            host.post("/api/auth/guest", null, "{}").isProblem(404, "NOT_FOUND");
        }
    }

    @Test
    void a_development_host_lets_guests_in_as_users() {
        try (TestHost host = TestHost.start("memory:")) {
            JsonNode answer = host.post("/api/auth/guest", null, "{}").json();
            assertThat(answer.path("user").path("role").textValue()).isEqualTo("user");
            assertThat(host.openSession(answer.path("access_token").textValue()))
                    .isNotBlank();
        }
    }

    @Test
    void a_refresh_token_is_exchanged_once_and_its_reuse_ends_the_sign_in() {
        try (TestHost host = TestHost.start("memory:")) {
            JsonNode first = host.signInAnswer("ada", Role.USER).json();
            Answer exchanged = host.post("/api/auth/refresh", null, refresh(first));
            assertThat(exchanged.status()).isEqualTo(200);
            JsonNode second = exchanged.json();
            String token = second.path("access_token").textValue();
            assertThat(host.get("/api/auth/me", token).status()).isEqualTo(200);
            host.post("/api/auth/refresh", null, refresh(first)).isProblem(401, "REFRESH_REFUSED");
            host.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
            host.post("/api/auth/refresh", null, refresh(second)).isProblem(401, "REFRESH_REFUSED");
        }
    }

    @Test
    void an_invented_refresh_token_ends_nothing() {
        try (TestHost host = TestHost.start("memory:")) {
            JsonNode answer = host.signInAnswer("ada", Role.USER).json();
            String real = answer.path("refresh_token").textValue();
            String invented = real.replaceFirst("\\.1\\.", ".0.");
            host.post("/api/auth/refresh", null, "{\"refresh_token\":\"" + invented + "\"}")
                    .isProblem(401, "REFRESH_REFUSED");
            assertThat(host.post("/api/auth/refresh", null, refresh(answer)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_refresh_token_lasts_seven_days_and_a_sign_in_thirty() {
        ManualClock clock = new ManualClock();
        try (TestHost host = TestHost.start("memory:", TestHost.tuning(clock))) {
            JsonNode unused = host.signInAnswer("ada", Role.USER).json();
            JsonNode kept = host.signInAnswer("ada", Role.USER).json();
            for (int day = 6; day < 30; day += 6) {
                clock.advance(Duration.ofDays(6));
                Answer answer = host.post("/api/auth/refresh", null, refresh(kept));
                assertThat(answer.status()).as("day %d", day).isEqualTo(200);
                kept = answer.json();
            }
            host.post("/api/auth/refresh", null, refresh(unused)).isProblem(401, "REFRESH_REFUSED");
            clock.advance(Duration.ofDays(6));
            host.post("/api/auth/refresh", null, refresh(kept)).isProblem(401, "REFRESH_REFUSED");
        }
    }

    @Test
    void too_many_sign_ins_of_one_user_are_told_to_wait() {
        // Time stands still, or the user would be given another try every 20 seconds.
        Host.Tuning strict = new Host.Tuning(InstantSource.system(), () -> 0, TestHost.PATIENCE, 10_000, 3, false);
        try (TestHost host = TestHost.start("memory:", strict)) {
            for (int i = 0; i < 3; i++) {
                host.post("/api/auth/login", null, login("ada", "guess-" + i)).isProblem(401, "SIGN_IN_FAILED");
            }
            Answer limited =
                    host.post("/api/auth/login", null, login("ada", "guess-4")).isProblem(429, "RATE_LIMITED");
            assertThat(limited.header("Retry-After")).isPresent();
            host.post("/api/auth/login", null, login("bob", "guess")).isProblem(401, "SIGN_IN_FAILED");
        }
    }

    @Test
    void tokens_outlive_a_restart_because_the_key_is_kept_beside_the_data(@TempDir Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("host.db");
        String token;
        try (TestHost host = TestHost.start(url)) {
            token = host.signIn("ada", Role.USER);
        }
        assertThat(folder.resolve(SecretKeys.FILE)).exists();
        try (TestHost host = TestHost.start(url)) {
            assertThat(host.get("/api/auth/me", token).status()).isEqualTo(200);
        }
    }

    private static String login(String username, String password) {
        return "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
    }

    private static String refresh(JsonNode answer) {
        return "{\"refresh_token\":\"" + answer.path("refresh_token").textValue() + "\"}";
    }
}
