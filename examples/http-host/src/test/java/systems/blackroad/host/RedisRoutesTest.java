package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes with the sessions in a real Redis, jobs and users in the embedded database. */
@Tag("server")
@Timeout(120)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RedisRoutesTest {

    @Test
    void the_desktop_and_the_jobs_stand_as_they_were_after_a_restart(@TempDir Path folder) {
        String database = "jdbc:sqlite:" + folder.resolve("host.db");
        String[] redis = {"REDIS_URL", RedisProcess.shared().newDatabase()};
        String token;
        String session;
        String job;
        String seen;
        JsonNode before;
        try (TestHost host = TestHost.start(database, redis)) {
            assertBothFaces(host);
            token = host.signIn("olga", Role.OPERATOR);
            session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                host.openWindow(token, session, "notes");
                seen = stream.next().id();
            }
            host.openWindow(token, session, "mail");
            before = host.state(token, session);
            job = host.post("/api/operator/jobs", token, "{\"type\":\"agent-sync\"}")
                    .json()
                    .path("id")
                    .textValue();
        }
        try (TestHost host = TestHost.start(database, redis)) {
            assertBothFaces(host);
            assertThat(host.state(token, session)).isEqualTo(before);
            assertThat(before.path("windows")).hasSize(2);
            try (EventStream stream = host.events(token, session, seen)) {
                assertThat(stream.next().name()).isEqualTo("resumed");
            }
            host.host().operator().runDueJobs();
            assertThat(host.get("/api/operator/jobs/" + job, token)
                            .json()
                            .path("status")
                            .textValue())
                    .isEqualTo("completed");
        }
        try (TestHost host = TestHost.start(database)) {
            // Without its Redis the host has the users still, and none of the sessions.
            host.get("/api/sessions/" + session, token).isProblem(404, "SESSION_NOT_FOUND");
        }
    }

    private static void assertBothFaces(TestHost host) {
        Answer health = host.get("/health", null);
        assertThat(health.status()).isEqualTo(200);
        JsonNode stores = health.json().path("stores");
        assertThat(stores.findValuesAsText("face")).containsExactlyInAnyOrder("sessions", "jobs");
        for (JsonNode store : stores) {
            boolean sessions = store.path("face").textValue().equals("sessions");
            assertThat(store.path("kind").textValue()).isEqualTo(sessions ? "redis" : "sqlite");
            assertThat(store.path("durability").textValue()).isEqualTo("D2");
        }
    }

    @Nested
    final class State extends StateImportTest {
        @Override
        TestStore store() {
            return TestStore.REDIS;
        }
    }

    @Nested
    final class Sessions extends SessionRoutesTest {
        @Override
        TestStore store() {
            return TestStore.REDIS;
        }
    }

    @Nested
    final class Streams extends EventStreamTest {
        @Override
        TestStore store() {
            return TestStore.REDIS;
        }
    }

    @Nested
    final class Jobs extends OperatorRoutesTest {
        @Override
        TestStore store() {
            return TestStore.REDIS;
        }
    }
}
