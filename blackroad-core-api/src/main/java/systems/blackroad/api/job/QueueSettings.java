package systems.blackroad.api.job;

import java.util.Objects;

/**
 * What is set for a queue over all nodes, as it stood when it was read. An immutable value, equal by content, safe to share
 * between threads. Pauses and limits are set apart from each other, so that whoever sets the one leaves the other.
 *
 * @param queue the queue
 * @param paused whether none of its jobs may start; those that run go on
 * @param limits how many of its jobs may run or start while it is not paused
 */
public record QueueSettings(QueueName queue, boolean paused, QueueLimits limits) {

    /** Checks that all parts are there. */
    public QueueSettings {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(limits, "limits");
    }

    /** Whether it is neither paused nor limited, as every queue is at first. */
    public boolean isDefault() {
        return !paused && limits.equals(QueueLimits.NONE);
    }
}
