package systems.blackroad.api.store;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.job.UniqueKey;

/**
 * A job to take in.
 *
 * @param id the caller's name for it; a repeated one leaves the first as it is
 * @param payload what to run; the payload's type is the job type's name; at most {@value #MAX_PAYLOAD_BYTES} bytes
 * @param queue where it waits
 * @param priority higher ones first, -1000 to 1000
 * @param due when it may start
 * @param maxAttempts after how many attempts it fails for good, 1 to 1000
 * @param actor who enqueues it, at most 128 chars
 * @param schedule the schedule that made it, or null
 * @param metadata the application's own small facts, at most 4 KiB in all
 * @param unique the key that it takes, or null
 * @param key whom or what it is about, by which its queue may limit and order it, or null
 */
public record NewJob(
        JobId id,
        Payload payload,
        QueueName queue,
        int priority,
        Due due,
        int maxAttempts,
        String actor,
        @Nullable ScheduleId schedule,
        Map<String, String> metadata,
        @Nullable UniqueKey unique,
        @Nullable JobKey key) {

    /** The largest payload, in bytes: 256 KiB. */
    public static final int MAX_PAYLOAD_BYTES = 262_144;

    /**
     * Copies the map and checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public NewJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(actor, "actor");
        metadata = Map.copyOf(metadata);
        if (payload.size() > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("payload of job " + id + " must be at most " + MAX_PAYLOAD_BYTES
                    + " bytes, got " + payload.size() + "; keep large data elsewhere and pass its key");
        }
        if (priority < -1000 || priority > 1000) {
            throw new IllegalArgumentException("priority of job " + id + " must be -1000 to 1000, got " + priority);
        }
        if (maxAttempts < 1 || maxAttempts > 1000) {
            throw new IllegalArgumentException("maxAttempts of job " + id + " must be 1 to 1000, got " + maxAttempts);
        }
    }

    /** A job without keys. */
    public NewJob(
            JobId id,
            Payload payload,
            QueueName queue,
            int priority,
            Due due,
            int maxAttempts,
            String actor,
            @Nullable ScheduleId schedule,
            Map<String, String> metadata) {
        this(id, payload, queue, priority, due, maxAttempts, actor, schedule, metadata, null, null);
    }

    /** This job with another unique key, or without one. */
    public NewJob withUnique(@Nullable UniqueKey newUnique) {
        return new NewJob(id, payload, queue, priority, due, maxAttempts, actor, schedule, metadata, newUnique, key);
    }

    /** This job with another key, or without one. */
    public NewJob withKey(@Nullable JobKey newKey) {
        return new NewJob(id, payload, queue, priority, due, maxAttempts, actor, schedule, metadata, unique, newKey);
    }
}
