package systems.blackroad.api.job;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of job: code under a stable name. Immutable and thread-safe as far as its handler is.
 *
 * @param <P> the payload class
 */
public final class JobType<P> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private final String name;
    private final Class<P> payloadClass;
    private final JobHandler<P> handler;
    private final String title;
    private final QueueName queue;
    private final int priority;
    private final int payloadVersion;
    private final RetryPolicy retry;
    private final Duration timeout;

    private JobType(Builder<P> builder, JobHandler<P> handler) {
        this.name = builder.name;
        this.payloadClass = builder.payloadClass;
        this.handler = handler;
        this.title = builder.title == null ? builder.name : builder.title;
        this.queue = builder.queue;
        this.priority = builder.priority;
        this.payloadVersion = builder.payloadVersion;
        this.retry = builder.retry;
        this.timeout = builder.timeout;
    }

    /**
     * A builder of a type called {@code name}. Defaults: titled by its name, queue {@code default}, priority 0, payload
     * version 1, {@link RetryPolicy#DEFAULT}, timeout 300 s.
     *
     * @param name 1 to 100 letters, digits, dots, _ or -; stored with every job, so it must not change
     * @param payloadClass what payloads are decoded as
     */
    public static <P> Builder<P> named(String name, Class<P> payloadClass) {
        return new Builder<>(name, payloadClass);
    }

    /** The stable name. */
    public String name() {
        return name;
    }

    /** What payloads are decoded as. */
    public Class<P> payloadClass() {
        return payloadClass;
    }

    /** The code. */
    public JobHandler<P> handler() {
        return handler;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** Where jobs of this type wait unless a request says otherwise. */
    public QueueName queue() {
        return queue;
    }

    /** The priority of jobs of this type unless a request says otherwise, -1000 to 1000. */
    public int priority() {
        return priority;
    }

    /** The version that payloads are written at, from 1. */
    public int payloadVersion() {
        return payloadVersion;
    }

    /** How failing jobs are tried again. */
    public RetryPolicy retry() {
        return retry;
    }

    /** How long one attempt may take before it is cancelled and fails. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Collects the parts of a type; not thread-safe.
     *
     * @param <P> the payload class
     */
    public static final class Builder<P> {

        private final String name;
        private final Class<P> payloadClass;
        private @Nullable String title;
        private QueueName queue = QueueName.of("default");
        private int priority;
        private int payloadVersion = 1;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Duration timeout = Duration.ofSeconds(300);

        private Builder(String name, Class<P> payloadClass) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "job type name must be 1 to 100 letters, digits, dots, _ or -, got '" + name + "'");
            }
            this.name = name;
            this.payloadClass = Objects.requireNonNull(payloadClass, "payloadClass");
        }

        /** Sets the name for people. */
        public Builder<P> title(String text) {
            title = Objects.requireNonNull(text, "text");
            return this;
        }

        /** Sets where jobs of this type wait. */
        public Builder<P> queue(QueueName name) {
            queue = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets the priority, -1000 to 1000; higher ones run first. */
        public Builder<P> priority(int value) {
            if (value < -1000 || value > 1000) {
                throw new IllegalArgumentException("priority must be -1000 to 1000, got " + value);
            }
            priority = value;
            return this;
        }

        /** Sets the version that payloads are written at, from 1. */
        public Builder<P> payloadVersion(int version) {
            if (version < 1) {
                throw new IllegalArgumentException("payloadVersion must be at least 1, got " + version);
            }
            payloadVersion = version;
            return this;
        }

        /** Sets how failing jobs are tried again. */
        public Builder<P> retry(RetryPolicy policy) {
            retry = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Sets how long one attempt may take, 1 ms to 30 days. */
        public Builder<P> timeout(Duration limit) {
            if (limit.toMillis() < 1 || limit.compareTo(Duration.ofDays(30)) > 0) {
                throw new IllegalArgumentException("timeout must be PT0.001S to PT720H, got " + limit);
            }
            timeout = limit;
            return this;
        }

        /** The type, run by {@code code}. */
        public JobType<P> handledBy(JobHandler<P> code) {
            return new JobType<>(this, Objects.requireNonNull(code, "code"));
        }
    }
}
