package systems.blackroad.host;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.Operator;

/** The jobs of this host and when they are due. */
final class HostJobs {

    private static final String HEALTH_CHECK = "health-check-monitor";
    private static final String AGENT_SYNC = "agent-sync";
    private static final RetryPolicy TWICE =
            RetryPolicy.exponential(2, Duration.ofSeconds(5), Duration.ofSeconds(5), 0.2);

    private final JobType<HealthCheck> healthCheck;
    private final JobType<AgentSync> agentSync;

    HostJobs(Health health, AgentRegistry agents, Duration timeout) {
        this.healthCheck = JobType.named(HEALTH_CHECK, HealthCheck.class)
                .title("Health Check Monitor")
                .retry(TWICE)
                .timeout(timeout)
                .handledBy((input, context) -> checkHealth(health, input, context));
        this.agentSync = JobType.named(AGENT_SYNC, AgentSync.class)
                .title("Agent Sync")
                .retry(TWICE)
                .timeout(timeout)
                .handledBy((input, context) -> agents.sync(input.preview(), context));
    }

    /**
     * What a health check is to do.
     *
     * @param rounds how often each part of the storage is asked, 1 to {@value #MAX_ROUNDS}; 0, as if left out, is once
     */
    record HealthCheck(int rounds) {

        /** The most rounds of one check. */
        static final int MAX_ROUNDS = 100;

        HealthCheck {
            if (rounds < 0 || rounds > MAX_ROUNDS) {
                throw new IllegalArgumentException("rounds must be 0 to " + MAX_ROUNDS + ", got " + rounds);
            }
        }
    }

    /**
     * What an agent sync is to do.
     *
     * @param preview whether to report the differences and change nothing
     */
    record AgentSync(boolean preview) {}

    List<JobType<?>> types() {
        return List.of(healthCheck, agentSync);
    }

    /** Keeps the schedules; every host does so at its start. */
    void schedule(Operator operator) {
        operator.schedule(
                ScheduleId.of(HEALTH_CHECK),
                Schedule.cron("*/5 * * * *", ZoneOffset.UTC),
                healthCheck,
                new HealthCheck(1));
        operator.schedule(
                ScheduleId.of(AGENT_SYNC), Schedule.cron("0 * * * *", ZoneOffset.UTC), agentSync, new AgentSync(false));
    }

    private static Map<String, Object> checkHealth(Health health, HealthCheck input, JobContext context) {
        Map<String, Object> report = health.measure(Math.max(1, input.rounds()));
        context.log("The storage answers: ping " + report.get("ping_ms") + " ms, sessions " + report.get("sessions_ms")
                + " ms, jobs " + report.get("jobs_ms") + " ms");
        return report;
    }
}
