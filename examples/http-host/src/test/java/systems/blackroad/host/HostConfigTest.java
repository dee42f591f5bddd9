package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The environment's variables: defaults, forms, and messages that keep secrets. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class HostConfigTest {

    @Test
    void nothing_set_gives_a_development_host_on_the_loopback_address() {
        HostConfig config = HostConfig.of(Map.of());
        assertThat(config.environment()).isEqualTo("development");
        assertThat(config.web().host()).isEqualTo("127.0.0.1");
        assertThat(config.web().port()).isEqualTo(8000);
        assertThat(config.data().database().storage()).isEqualTo("jdbc:sqlite:./data/blackroad.db");
        assertThat(config.limits().maxOpenWindows()).isEqualTo(20);
        assertThat(config.limits().sessionTimeoutMinutes()).isEqualTo(60);
        assertThat(config.jobs().maxConcurrent()).isEqualTo(5);
        assertThat(config.build().gitSha()).isEqualTo("development");
    }

    @Test
    void production_wants_a_key_and_an_administrator_and_listens_everywhere() {
        assertThatThrownBy(() -> HostConfig.of(Map.of("ENVIRONMENT", "production")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SECRET_KEY must be at least 32")
                .hasMessageContaining("ADMIN_USERNAME must be")
                .hasMessageContaining("ADMIN_PASSWORD must be");
        HostConfig config = HostConfig.of(Map.of(
                "ENVIRONMENT", "production",
                "SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe",
                "ADMIN_USERNAME", "root",
                "ADMIN_PASSWORD", TestHost.PASSWORD));
        assertThat(config.web().host()).isEqualTo("0.0.0.0");
        assertThat(config.toString()).doesNotContain("q8Zr5v", TestHost.PASSWORD);
    }

    @Test
    void a_platforms_postgresql_url_becomes_a_jdbc_url() {
        assertThat(database("postgresql://ada:p%40ss%2Fw@db.example:5433/app?sslmode=require"))
                .isEqualTo("jdbc:postgresql://db.example:5433/app?sslmode=require&user=ada&password=p%40ss%2Fw");
        assertThat(database("postgres://db.example/app")).isEqualTo("jdbc:postgresql://db.example/app");
        assertThat(database("jdbc:postgresql://db.example/app")).isEqualTo("jdbc:postgresql://db.example/app");
        assertThat(database("memory:")).isEqualTo("memory:");
    }

    @Test
    void an_invalid_value_is_named_with_what_is_allowed_and_never_with_a_secret() {
        Map<String, String> invalid = new LinkedHashMap<>();
        invalid.put("PORT", "65536");
        invalid.put("ENVIRONMENT", "prod");
        invalid.put("DATABASE_URL", "mysql://root:hunter2-secret@db/app");
        invalid.put("REDIS_URL", "http://:hunter2-secret@redis");
        invalid.put("SECRET_KEY", "hunter2-secret");
        invalid.put("ADMIN_USERNAME", "no spaces allowed");
        invalid.put("ADMIN_PASSWORD", "hunter2-sec");
        invalid.put("ALLOWED_ORIGINS", "*");
        invalid.put("LOG_LEVEL", "LOUD");
        invalid.put("LOG_FORMAT", "xml");
        invalid.put("SESSION_TIMEOUT_MINUTES", "0");
        invalid.put("MAX_OPEN_WINDOWS", "many");
        invalid.put("SCHEDULER_INTERVAL_SECONDS", "-1");
        invalid.put("MAX_CONCURRENT_JOBS", "1001");
        invalid.put("JOB_TIMEOUT_SECONDS", "0");
        invalid.put("GIT_SHA", "not a sha");
        invalid.put("BUILD_TIMESTAMP", "yesterday");
        invalid.put("PRISM_CONSOLE_URL", "javascript:alert(1)");
        assertThatThrownBy(() -> HostConfig.of(invalid)).satisfies(failure -> {
            String message = String.valueOf(failure.getMessage());
            assertThat(message).doesNotContain("hunter2");
            invalid.keySet().forEach(name -> assertThat(message).contains(name + " must be"));
        });
    }

    @Test
    void an_origin_is_taken_only_in_the_form_that_browsers_send() {
        assertThat(HostConfig.of(Map.of("ALLOWED_ORIGINS", "https://os.example.org, http://localhost:5173"))
                        .web()
                        .allowedOrigins())
                .containsExactlyInAnyOrder("https://os.example.org", "http://localhost:5173");
        for (String wrong : new String[] {
            "https://os.example.org/", "https://OS.example.org", "os.example.org", "null", "https://a@os.example.org"
        }) {
            assertThatThrownBy(() -> HostConfig.of(Map.of("ALLOWED_ORIGINS", wrong)))
                    .as(wrong)
                    .hasMessageContaining("ALLOWED_ORIGINS");
        }
    }

    private static String database(String url) {
        return HostConfig.of(Map.of("DATABASE_URL", url)).data().database().storage();
    }
}
