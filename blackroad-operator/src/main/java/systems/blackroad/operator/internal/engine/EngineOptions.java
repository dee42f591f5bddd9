package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import systems.blackroad.api.job.JobType;

/**
 * What an engine is set to. Durations are of real, elapsed time.
 *
 * @param host a name for people
 * @param version the library's version
 * @param types the job types that the node can run, by name
 * @param maxConcurrentJobs how many handlers run at once
 * @param lease how long the node may hold jobs without a heartbeat
 * @param heartbeat how often it sends one
 * @param poll how often an idle node looks for jobs
 */
public record EngineOptions(
        String host,
        String version,
        Map<String, JobType<?>> types,
        int maxConcurrentJobs,
        Duration lease,
        Duration heartbeat,
        Duration poll) {

    /** Copies the map. */
    public EngineOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(version, "version");
        types = Map.copyOf(types);
    }
}
