package systems.blackroad.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.runtime.JobRegistry;

/** The operator's values as JSON. Thread-safe. */
final class JobViews {

    private final JobRegistry registry;

    JobViews(JobRegistry registry) {
        this.registry = registry;
    }

    ObjectNode job(Job job) {
        ObjectNode json = Json.object();
        json.put("id", job.id().value());
        json.put("name", title(job.type()));
        json.put("type", job.type());
        json.put("queue", job.queue().value());
        json.put("priority", job.priority());
        json.put("status", job.status().name().toLowerCase(Locale.ROOT));
        json.put("attempt", job.attempt());
        json.put("max_attempts", job.maxAttempts());
        json.put("token", job.token());
        json.put("node", job.node() == null ? null : job.node().value());
        json.put("created_at", Json.instant(job.createdAt()));
        json.put("started_at", Json.instant(job.startedAt()));
        json.put("completed_at", Json.instant(job.finishedAt()));
        json.put("run_at", Json.instant(job.dueAt()));
        json.put("progress", job.progress());
        json.set("result", document(job.result()));
        json.put("error", job.error());
        json.put("schedule", job.schedule() == null ? null : job.schedule().value());
        json.set("metadata", Json.texts(job.metadata()));
        return json;
    }

    static ObjectNode line(JobLogEntry line) {
        return Json.object()
                .put("sequence", line.sequence())
                .put("at", Json.instant(line.at()))
                .put("kind", line.kind().name().toLowerCase(Locale.ROOT))
                .put("message", line.text())
                .put("actor", line.actor());
    }

    static ObjectNode node(JobNode node) {
        return Json.object()
                .put("id", node.id().value())
                .put("host", node.host())
                .put("started_at", Json.instant(node.startedAt()))
                .put("lease_until", Json.instant(node.leaseUntil()))
                .put("live", node.live())
                .put("running_jobs", node.runningJobs())
                .put("version", node.version());
    }

    ObjectNode schedule(JobSchedule schedule) {
        Schedule when = schedule.schedule();
        boolean cron = when instanceof Schedule.Cron;
        return Json.object()
                .put("id", schedule.id().value())
                .put("name", title(schedule.payload().type()))
                .put("schedule", cron ? ((Schedule.Cron) when).expression() : when.spec())
                .put("zone", cron ? ((Schedule.Cron) when).zone().getId() : null)
                .put("enabled", schedule.enabled())
                .put("next_run_at", Json.instant(schedule.next()))
                .put("last_run_at", Json.instant(schedule.lastTick()))
                .put("job_type", schedule.payload().type());
    }

    private String title(String type) {
        return registry.find(type).map(JobType::title).orElse(type);
    }

    private static @Nullable JsonNode document(@Nullable Payload payload) {
        return payload == null || payload.size() == 0 ? null : Json.trusted(payload.json());
    }
}
