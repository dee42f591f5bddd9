package systems.blackroad.api.store;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueName;

/**
 * A job that a node may run now, under a token.
 *
 * @param id the job
 * @param payload what to run
 * @param queue where it waited
 * @param token larger than every earlier token of this job
 * @param attempt the attempt that this run is, from 1
 * @param maxAttempts after how many attempts it fails for good
 * @param suspect whether its last two leases were lost; then this attempt is counted already
 * @param dueAt when it was due
 * @param metadata the application's own small facts
 */
public record ClaimedJob(
        JobId id,
        Payload payload,
        QueueName queue,
        long token,
        int attempt,
        int maxAttempts,
        boolean suspect,
        Instant dueAt,
        Map<String, String> metadata) {

    /** Checks that every part is there, and copies the map. */
    public ClaimedJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(dueAt, "dueAt");
        metadata = Map.copyOf(metadata);
    }
}
