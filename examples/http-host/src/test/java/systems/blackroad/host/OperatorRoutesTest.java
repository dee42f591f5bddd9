package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Jobs and schedules over HTTP; jobs run when the test says so. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperatorRoutesTest {

    /** Where the hosts of these tests keep their data. */
    TestStore store() {
        return TestStore.MEMORY;
    }

    private TestHost host;
    private String token;

    @BeforeEach
    void start() {
        host = store().start();
        token = host.signIn("olga", Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void a_health_check_measures_the_storage() {
        pauseSchedules();
        String job = enqueue("health-check-monitor");
        host.host().operator().runDueJobs();
        JsonNode done = host.get("/api/operator/jobs/" + job, token).json();
        assertThat(done.path("status").textValue()).as(done.toString()).isEqualTo("completed");
        assertThat(done.path("name").textValue()).isEqualTo("Health Check Monitor");
        assertThat(done.path("attempt").intValue()).as("failed attempts").isZero();
        assertThat(done.path("token").longValue()).isPositive();
        JsonNode result = done.path("result");
        assertThat(result.path("status").textValue()).isEqualTo("healthy");
        assertThat(result.path("ping_ms").doubleValue()).isGreaterThanOrEqualTo(0);
        assertThat(result.path("jobs").path("running").longValue()).isEqualTo(1);
        JsonNode log = host.get("/api/operator/jobs/" + job + "/log", token).json();
        assertThat(log.path("items").toString()).contains("The storage answers");
    }

    @Test
    void an_agent_sync_adds_what_is_new_and_then_finds_nothing_to_do() {
        pauseSchedules();
        String preview = host.post(
                        "/api/operator/jobs", token, "{\"type\":\"agent-sync\",\"payload\":{\"preview\":true}}")
                .json()
                .path("id")
                .textValue();
        host.host().operator().runDueJobs();
        assertThat(host.get("/api/operator/jobs/" + preview, token)
                        .json()
                        .path("result")
                        .path("added"))
                .hasSize(2);
        String first = enqueue("agent-sync");
        host.host().operator().runDueJobs();
        JsonNode added = host.get("/api/operator/jobs/" + first, token).json().path("result");
        assertThat(added.path("added").toString()).isEqualTo("[\"agent-sync\",\"health-check-monitor\"]");
        String second = enqueue("agent-sync");
        host.host().operator().runDueJobs();
        JsonNode again = host.get("/api/operator/jobs/" + second, token).json().path("result");
        assertThat(again.path("added").size()).isZero();
        assertThat(again.path("total").intValue()).isEqualTo(2);
    }

    @Test
    void a_repeated_idempotency_key_enqueues_once_and_another_users_key_is_another() {
        String body = "{\"type\":\"agent-sync\"}";
        Answer first = host.post("/api/operator/jobs", token, body, "Idempotency-Key", "monday");
        Answer repeat = host.post("/api/operator/jobs", token, body, "Idempotency-Key", "monday");
        String other = host.signIn("oscar", Role.OPERATOR);
        Answer foreign = host.post("/api/operator/jobs", other, body, "Idempotency-Key", "monday");
        assertThat(first.status()).isEqualTo(201);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(foreign.status()).isEqualTo(201);
        assertThat(status().path("pending_jobs").longValue()).isEqualTo(2);
    }

    @Test
    void a_waiting_job_is_cancelled_queued_again_and_deleted() {
        String job = "/api/operator/jobs/" + enqueue("agent-sync");
        host.send("DELETE", job, token, null).isProblem(409, "JOB_STATUS_CONFLICT");
        host.post(job + "/retry", token, null).isProblem(409, "JOB_STATUS_CONFLICT");
        assertThat(host.post(job + "/cancel", token, null).json().path("status").textValue())
                .isEqualTo("cancelled");
        host.post(job + "/cancel", token, null).isProblem(409, "JOB_STATUS_CONFLICT");
        assertThat(host.post(job + "/retry", token, null).json().path("status").textValue())
                .isEqualTo("pending");
        host.host().operator().runDueJobs();
        assertThat(host.get(job, token).json().path("status").textValue()).isEqualTo("completed");
        assertThat(host.send("DELETE", job, token, null).status()).isEqualTo(204);
        host.get(job, token).isProblem(404, "JOB_NOT_FOUND");
        host.post(job + "/execute", token, null).isProblem(404, "JOB_NOT_FOUND");
    }

    @Test
    void a_job_of_an_unknown_type_or_payload_is_refused() {
        host.post("/api/operator/jobs", token, "{\"type\":\"mine-bitcoin\"}").isProblem(422, "JOB_TYPE_UNKNOWN");
        host.post("/api/operator/jobs", token, "{\"type\":\"agent-sync\",\"payload\":{\"x\":1}}")
                .isProblem(422, "INVALID_VALUE");
        host.post("/api/operator/jobs", token, "{\"type\":\"health-check-monitor\",\"payload\":{\"rounds\":101}}")
                .isProblem(422, "INVALID_VALUE");
        host.post("/api/operator/jobs", token, "{\"type\":\"agent-sync\",\"delay_seconds\":-1}")
                .isProblem(422, "INVALID_VALUE");
        host.post("/api/operator/jobs", token, "{\"type\":\"agent-sync\",\"priority\":1001}")
                .isProblem(422, "INVALID_VALUE");
        host.get("/api/operator/jobs?status=lost", token).isProblem(422, "INVALID_VALUE");
        assertThat(status().path("total_jobs").longValue()).isZero();
    }

    @Test
    void jobs_are_listed_by_status_and_page() {
        String first = enqueue("agent-sync");
        String second = enqueue("health-check-monitor");
        host.post("/api/operator/jobs/" + first + "/cancel", token, null);
        JsonNode waiting = host.get("/api/operator/jobs?status=pending", token).json();
        assertThat(waiting.path("items")).hasSize(1);
        assertThat(waiting.path("items").path(0).path("id").textValue()).isEqualTo(second);
        JsonNode page = host.get("/api/operator/jobs?limit=1", token).json();
        assertThat(page.path("items")).hasSize(1);
        String next = page.path("next").textValue();
        JsonNode rest =
                host.get("/api/operator/jobs?limit=1&after=" + next, token).json();
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").path(0).path("id"))
                .isNotEqualTo(page.path("items").path(0).path("id"));
    }

    @Test
    void the_hosts_schedules_are_kept_paused_resumed_and_triggered() {
        JsonNode schedules = host.get("/api/operator/schedules", token).json().path("items");
        assertThat(schedules).hasSize(2);
        JsonNode check = schedules.path(1);
        assertThat(check.path("id").textValue()).isEqualTo("health-check-monitor");
        assertThat(check.path("schedule").textValue()).isEqualTo("*/5 * * * *");
        assertThat(check.path("next_run_at").textValue()).isNotBlank();
        String path = "/api/operator/schedules/health-check-monitor";
        assertThat(host.post(path + "/pause", token, null)
                        .json()
                        .path("enabled")
                        .booleanValue())
                .isFalse();
        assertThat(host.get("/api/operator/schedules", token)
                        .json()
                        .path("items")
                        .path(1)
                        .path("enabled")
                        .booleanValue())
                .isFalse();
        assertThat(host.post(path + "/resume", token, null).status()).isEqualTo(200);
        Answer triggered = host.post(path + "/trigger", token, null);
        assertThat(triggered.status()).isEqualTo(201);
        assertThat(triggered.json().path("schedule").textValue()).isEqualTo("health-check-monitor");
        host.post("/api/operator/schedules/none/trigger", token, null).isProblem(404, "SCHEDULE_NOT_FOUND");
        host.post("/api/operator/schedules/none/pause", token, null).isProblem(404, "SCHEDULE_NOT_FOUND");
    }

    /** Otherwise the jobs that are due at the full minute may run beside those of the test. */
    private void pauseSchedules() {
        for (String schedule : List.of("agent-sync", "health-check-monitor")) {
            assertThat(host.post("/api/operator/schedules/" + schedule + "/pause", token, null)
                            .status())
                    .isEqualTo(200);
        }
    }

    private String enqueue(String type) {
        Answer answer = host.post("/api/operator/jobs", token, "{\"type\":\"" + type + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").textValue();
    }

    private JsonNode status() {
        return host.get("/api/operator/status", token).json();
    }
}
