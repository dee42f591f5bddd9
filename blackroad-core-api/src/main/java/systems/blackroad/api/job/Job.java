package systems.blackroad.api.job;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;

/**
 * A job as it stood when it was read: an immutable value, safe to share between threads.
 *
 * @param id the caller's name for it
 * @param payload what it was enqueued with; the payload's type is the job type's name
 * @param queue where it waits or waited
 * @param priority higher ones first, -1000 to 1000
 * @param status where it stands
 * @param attempt how many attempts were counted so far
 * @param maxAttempts after how many it fails for good
 * @param token the fencing token of its last claim, 0 before the first; only grows
 * @param createdAt when the store took it in, by the store's clock, like all times here
 * @param dueAt when it may start, or might
 * @param startedAt when its last run was claimed, or null
 * @param finishedAt when it finished, or null
 * @param node the node that runs it, or null
 * @param progress the last progress its handler reported, 0 to 1
 * @param result what its handler returned, or null
 * @param error why its last attempt failed, or null
 * @param schedule the schedule that made it, or null
 * @param metadata the application's own small facts, as text
 * @param key whom or what it is about, by which its queue may limit and order it, or null
 */
public record Job(
        JobId id,
        Payload payload,
        QueueName queue,
        int priority,
        JobStatus status,
        int attempt,
        int maxAttempts,
        long token,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable NodeId node,
        double progress,
        @Nullable Payload result,
        @Nullable String error,
        @Nullable ScheduleId schedule,
        Map<String, String> metadata,
        @Nullable JobKey key) {

    /** Checks that the parts that must be there are, and copies the map. */
    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(dueAt, "dueAt");
        metadata = Map.copyOf(metadata);
    }

    /** The name of its job type. */
    public String type() {
        return payload.type();
    }
}
