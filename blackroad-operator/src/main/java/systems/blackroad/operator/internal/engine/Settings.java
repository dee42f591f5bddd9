package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.Claim;

/**
 * What an engine is told once.
 *
 * @param rules the types that it may claim, by name
 * @param slots how many handlers run at once
 * @param timing its intervals
 * @param secondExchange how many verdicts to write, or jobs to claim, are worth an exchange while another is under way
 * @param retention how long finished jobs stay
 * @param host a name for people
 * @param version the library's version
 * @param queues the queues that it serves; empty means all
 */
public record Settings(
        Map<String, Rule> rules,
        int slots,
        Timing timing,
        int secondExchange,
        Retention retention,
        String host,
        String version,
        Set<QueueName> queues) {

    /*
     * As much as an exchange can claim, so that two under way do not split what one would have carried. Where the processors
     * have nothing to spare there is nothing to win by two, and smaller exchanges cost more: with 200 in place of 500, such a
     * node made two thirds more commits for each job, and drained a third less.
     */
    private static final int SECOND_EXCHANGE = Claim.MAX_LIMIT;

    /** Copies the collections. */
    public Settings {
        rules = Map.copyOf(rules);
        queues = Set.copyOf(queues);
    }

    /** Whether a hint that names these queues, or none for many, may be about jobs for this engine. */
    public boolean concerns(Set<String> hinted) {
        return queues.isEmpty()
                || hinted.isEmpty()
                || queues.stream().map(QueueName::value).anyMatch(hinted::contains);
    }

    /**
     * How the jobs of one type are treated.
     *
     * @param backoff how long a failed attempt waits for the next where nothing else says so
     * @param timeout how long one attempt may take
     */
    public record Rule(RetryPolicy.Exponential backoff, Duration timeout) {

        static Rule of(JobType<?> type) {
            return new Rule(
                    type.retry() instanceof RetryPolicy.Exponential own ? own : RetryPolicy.DEFAULT, type.timeout());
        }
    }

    /**
     * The intervals of an engine.
     *
     * @param lease how long the node may hold jobs after a heartbeat
     * @param heartbeat how often it renews that
     * @param poll how often it looks for work when idle
     */
    public record Timing(Duration lease, Duration heartbeat, Duration poll) {}

    /** The settings of an engine that runs {@code types} of {@code queues}, or of all if there are none. */
    public static Settings of(
            Collection<JobType<?>> types,
            int slots,
            Timing timing,
            Retention retention,
            String host,
            Set<QueueName> queues) {
        Map<String, Rule> rules = types.stream().collect(Collectors.toMap(JobType::name, Rule::of));
        String version = Settings.class.getPackage().getImplementationVersion();
        return new Settings(
                rules,
                slots,
                timing,
                SECOND_EXCHANGE,
                retention,
                host,
                version == null ? "unversioned" : version,
                queues);
    }
}
