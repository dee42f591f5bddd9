package systems.blackroad.api.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.UniqueKey;

/**
 * One job to enqueue. Immutable. Defaults: a fresh id, due now, the type's queue and priority, no metadata, no key, no unique
 * key.
 *
 * @param <P> the payload class
 */
public final class JobRequest<P> {

    private final JobType<P> type;
    private final P payload;
    private final @Nullable JobId id;
    private final Due due;
    private final @Nullable QueueName queue;
    private final @Nullable Integer priority;
    private final Map<String, String> metadata;
    private final @Nullable UniqueKey unique;
    private final @Nullable JobKey key;

    private JobRequest(Builder<P> builder) {
        this.type = builder.type;
        this.payload = builder.payload;
        this.id = builder.id;
        this.due = builder.due;
        this.queue = builder.queue;
        this.priority = builder.priority;
        this.metadata = builder.metadata;
        this.unique = builder.unique;
        this.key = builder.key;
    }

    /** A request with the defaults. */
    public static <P> JobRequest<P> of(JobType<P> type, P payload) {
        return builder(type, payload).build();
    }

    /** A builder that starts at the defaults. */
    public static <P> Builder<P> builder(JobType<P> type, P payload) {
        return new Builder<>(type, payload);
    }

    /** What kind of job. */
    public JobType<P> type() {
        return type;
    }

    /** What it is to work on. */
    public P payload() {
        return payload;
    }

    /** The caller's name for it, if given: a repeated one runs once. */
    public Optional<JobId> id() {
        return Optional.ofNullable(id);
    }

    /** When it may start. */
    public Due due() {
        return due;
    }

    /** Where it waits. */
    public QueueName queue() {
        return queue == null ? type.queue() : queue;
    }

    /** Its priority, -1000 to 1000; higher ones first. */
    public int priority() {
        return priority == null ? type.priority() : priority;
    }

    /** The application's own small facts. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The key that it takes, if given: while another job holds it, this one is not taken in, or replaces that one. */
    public Optional<UniqueKey> unique() {
        return Optional.ofNullable(unique);
    }

    /** Whom or what it is about, if given: its queue may limit and order the jobs of one key. */
    public Optional<JobKey> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Collects the parts of a request; not thread-safe.
     *
     * @param <P> the payload class
     */
    public static final class Builder<P> {

        private final JobType<P> type;
        private final P payload;
        private @Nullable JobId id;
        private Due due = Due.NOW;
        private @Nullable QueueName queue;
        private @Nullable Integer priority;
        private Map<String, String> metadata = Map.of();
        private @Nullable UniqueKey unique;
        private @Nullable JobKey key;

        private Builder(JobType<P> type, P payload) {
            this.type = Objects.requireNonNull(type, "type");
            this.payload = Objects.requireNonNull(payload, "payload");
        }

        /** Sets the caller's name for the job. */
        public Builder<P> id(JobId name) {
            id = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets when it may start. */
        public Builder<P> due(Due when) {
            due = Objects.requireNonNull(when, "when");
            return this;
        }

        /** Sets where it waits. */
        public Builder<P> queue(QueueName name) {
            queue = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets its priority, -1000 to 1000; higher ones first. */
        public Builder<P> priority(int value) {
            if (value < -1000 || value > 1000) {
                throw new IllegalArgumentException("priority must be -1000 to 1000, got " + value);
            }
            priority = value;
            return this;
        }

        /** Sets the application's own small facts, at most 4 KiB in all. */
        public Builder<P> metadata(Map<String, String> facts) {
            metadata = Map.copyOf(facts);
            return this;
        }

        /** Sets the key that it takes; the enqueue then costs a few round trips and shares no commit. */
        public Builder<P> unique(UniqueKey key) {
            unique = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Sets whom or what it is about, by which its queue may limit and order it; in place of an earlier one. */
        public Builder<P> key(JobKey value) {
            key = Objects.requireNonNull(value, "value");
            return this;
        }

        /** The request as set. */
        public JobRequest<P> build() {
            return new JobRequest<>(this);
        }
    }
}
