package systems.blackroad.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;

/** Jobs, schedules and nodes: what viewers read and operators do. Thread-safe. */
final class OperatorRoutes {

    private static final int MAX_TEXT = 256;

    private final Operator operator;
    private final JobViews views;
    private final Duration interval;

    OperatorRoutes(Operator operator, Duration interval) {
        this.operator = operator;
        this.views = new JobViews(operator.registry());
        this.interval = interval;
    }

    void install(RoutesConfig routes) {
        routes.get("/api/operator/jobs", this::list, Role.VIEWER);
        routes.post("/api/operator/jobs", this::enqueue, Role.OPERATOR);
        routes.get("/api/operator/jobs/{id}", ctx -> answer(ctx, 200, id(ctx)), Role.VIEWER);
        routes.delete("/api/operator/jobs/{id}", this::delete, Role.OPERATOR);
        routes.get("/api/operator/jobs/{id}/log", this::log, Role.VIEWER);
        routes.post("/api/operator/jobs/{id}/execute", this::execute, Role.OPERATOR);
        routes.post("/api/operator/jobs/{id}/retry", this::retry, Role.OPERATOR);
        routes.post("/api/operator/jobs/{id}/cancel", this::cancel, Role.OPERATOR);
        routes.get("/api/operator/status", this::status, Role.VIEWER);
        routes.get("/api/operator/schedules", this::schedules, Role.VIEWER);
        routes.post("/api/operator/schedules/{id}/pause", ctx -> enable(ctx, false), Role.OPERATOR);
        routes.post("/api/operator/schedules/{id}/resume", ctx -> enable(ctx, true), Role.OPERATOR);
        routes.post("/api/operator/schedules/{id}/trigger", this::trigger, Role.OPERATOR);
        routes.get("/api/operator/nodes", this::nodes, Role.VIEWER);
    }

    private void list(Context ctx) {
        String status = ctx.queryParam("status");
        String type = ctx.queryParam("type");
        String queue = ctx.queryParam("queue");
        JobFilter filter = Body.value(
                "queue",
                () -> new JobFilter(
                        status == null ? null : statusOf(status), type, queue == null ? null : QueueName.of(queue)));
        Page<Job> page = Body.value(
                "after", () -> operator.queries().list(filter, ctx.queryParam("after"), Requests.limit(ctx)));
        Json.answer(ctx, 200, Json.page(page.items(), page.next(), views::job));
    }

    private void enqueue(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        Body body = Body.of(ctx, "type", "payload", "queue", "priority", "delay_seconds", "metadata");
        String name = body.requireText("type", MAX_TEXT);
        JobType<?> type = operator.registry()
                .find(name)
                .orElseThrow(() -> Problem.of(
                                ErrorCode.JOB_TYPE_UNKNOWN,
                                "no job type of this name is registered on this node; there are "
                                        + operator.registry().types().stream()
                                                .map(JobType::name)
                                                .sorted()
                                                .toList())
                        .exception());
        EnqueueOutcome outcome = operator.enqueue(request(type, body, Requests.idempotencyKey(ctx), caller.user()));
        ctx.header("Location", "/api/operator/jobs/" + outcome.job());
        answer(ctx, outcome instanceof EnqueueOutcome.Created ? 201 : 200, outcome.job());
    }

    private static <P> JobRequest<P> request(JobType<P> type, Body body, @Nullable String key, User user) {
        JsonNode payload = body.node("payload");
        JobRequest.Builder<P> request = JobRequest.builder(
                type, Json.value(payload == null ? Json.object() : payload, type.payloadClass(), "payload"));
        if (key != null) {
            request.id(JobId.of(Desktops.derivedId(user, "job", key)));
        }
        String queue = body.text("queue", MAX_TEXT);
        if (queue != null) {
            request.queue(Body.value("queue", () -> QueueName.of(queue)));
        }
        Integer priority = body.integer("priority");
        if (priority != null) {
            Body.value("priority", () -> request.priority(priority));
        }
        Integer delay = body.integer("delay_seconds");
        if (delay != null) {
            request.due(Body.value("delay_seconds", () -> Due.after(Duration.ofSeconds(delay))));
        }
        return request.metadata(body.texts("metadata")).build();
    }

    private void log(Context ctx) {
        JobId job = id(ctx);
        require(job);
        int limit = Requests.limit(ctx);
        String after = ctx.queryParam("after");
        long sequence = after == null ? 0 : Body.value("after", () -> Long.parseLong(after));
        List<JobLogEntry> lines = operator.queries().log(job, sequence, limit);
        String next = lines.size() < limit
                ? null
                : Long.toString(lines.get(lines.size() - 1).sequence());
        Json.answer(ctx, 200, Json.page(lines, next, JobViews::line));
    }

    private void execute(Context ctx) {
        JobId job = id(ctx);
        if (operator.requeue(job, user(ctx)) == RequeueOutcome.NOT_FOUND) {
            throw notFound().exception();
        }
        answer(ctx, 200, job);
    }

    private void retry(Context ctx) {
        JobId job = id(ctx);
        JobStatus status = require(job).status();
        if (!status.isFinished()) {
            throw conflict(job, status, "only a finished job can be retried").exception();
        }
        execute(ctx);
    }

    private void cancel(Context ctx) {
        JobId job = id(ctx);
        CancelOutcome outcome = operator.cancel(job, user(ctx));
        if (outcome == CancelOutcome.NOT_FOUND) {
            throw notFound().exception();
        }
        if (outcome == CancelOutcome.FINISHED) {
            throw conflict(job, require(job).status(), "only a waiting or running job can be cancelled")
                    .exception();
        }
        answer(ctx, outcome == CancelOutcome.REQUESTED ? 202 : 200, job);
    }

    private void delete(Context ctx) {
        JobId job = id(ctx);
        if (!operator.delete(job)) {
            throw conflict(job, require(job).status(), "only a finished job can be deleted; cancel it first")
                    .exception();
        }
        ctx.status(204);
    }

    private void status(Context ctx) {
        Map<JobStatus, Long> counts = operator.queries().counts();
        ObjectNode json = Json.object();
        json.put("running", operator.isRunning());
        json.put("interval_seconds", interval.toSeconds());
        json.put(
                "total_jobs",
                counts.values().stream().mapToLong(Long::longValue).sum());
        counts.forEach((status, count) -> json.put(status.name().toLowerCase(Locale.ROOT) + "_jobs", count));
        Json.answer(ctx, 200, json);
    }

    private void schedules(Context ctx) {
        Page<JobSchedule> page =
                Body.value("after", () -> operator.queries().schedules(ctx.queryParam("after"), Requests.limit(ctx)));
        Json.answer(ctx, 200, Json.page(page.items(), page.next(), views::schedule));
    }

    private void enable(Context ctx, boolean enabled) {
        if (!operator.enableSchedule(scheduleId(ctx), enabled, user(ctx))) {
            throw scheduleNotFound().exception();
        }
        Json.answer(ctx, 200, Json.object().put("id", ctx.pathParam("id")).put("enabled", enabled));
    }

    private void trigger(Context ctx) {
        EnqueueOutcome outcome = operator.trigger(scheduleId(ctx), user(ctx));
        ctx.header("Location", "/api/operator/jobs/" + outcome.job());
        answer(ctx, 201, outcome.job());
    }

    private void nodes(Context ctx) {
        Json.answer(ctx, 200, Json.page(operator.queries().nodes(), null, JobViews::node));
    }

    private void answer(Context ctx, int status, JobId job) {
        Json.answer(ctx, status, views.job(require(job)));
    }

    private Job require(JobId job) {
        return operator.queries().find(job).orElseThrow(() -> notFound().exception());
    }

    private static UserId user(Context ctx) {
        return AccessControl.caller(ctx).user().id();
    }

    private static JobId id(Context ctx) {
        try {
            return JobId.of(ctx.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw notFound().exception();
        }
    }

    private static ScheduleId scheduleId(Context ctx) {
        try {
            return ScheduleId.of(ctx.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw scheduleNotFound().exception();
        }
    }

    private static JobStatus statusOf(String name) {
        for (JobStatus status : JobStatus.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
                return status;
            }
        }
        throw Problem.field("status", "must be pending, running, completed, failed or cancelled")
                .exception();
    }

    private static Problem notFound() {
        return Problem.of(ErrorCode.JOB_NOT_FOUND, "no job has this id; list them with GET /api/operator/jobs");
    }

    private static Problem scheduleNotFound() {
        return Problem.of(
                ErrorCode.SCHEDULE_NOT_FOUND, "no schedule has this id; list them with GET /api/operator/schedules");
    }

    private static Problem conflict(JobId job, JobStatus status, String law) {
        return Problem.of(
                ErrorCode.JOB_STATUS_CONFLICT,
                "job " + job + " is " + status.name().toLowerCase(Locale.ROOT) + "; " + law);
    }
}
