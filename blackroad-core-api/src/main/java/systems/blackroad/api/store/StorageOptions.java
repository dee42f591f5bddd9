package systems.blackroad.api.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to open a storage. Immutable. Defaults: namespace {@value #DEFAULT_NAMESPACE}, no required durability, none
 * declared, calls time out after 5 s, at most 4 connections, the store server's own clock.
 */
public final class StorageOptions {

    /** The namespace when none is set: {@value}. */
    public static final String DEFAULT_NAMESPACE = "blackroad";

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,29}");

    private final String namespace;
    private final @Nullable Durability required;
    private final @Nullable Durability declared;
    private final Duration callTimeout;
    private final int maxConnections;
    private final @Nullable InstantSource clock;

    private StorageOptions(Builder builder) {
        this.namespace = builder.namespace;
        this.required = builder.required;
        this.declared = builder.declared;
        this.callTimeout = builder.callTimeout;
        this.maxConnections = builder.maxConnections;
        this.clock = builder.clock;
    }

    /** The documented defaults. */
    public static StorageOptions defaults() {
        return builder().build();
    }

    /** A builder that starts at the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The table or key prefix that keeps applications on one server apart. */
    public String namespace() {
        return namespace;
    }

    /** The class below which opening is refused, if any. */
    public Optional<Durability> required() {
        return Optional.ofNullable(required);
    }

    /** The class that the application vouches for where the server hides its settings, if any. */
    public Optional<Durability> declared() {
        return Optional.ofNullable(declared);
    }

    /** How long one call may take. */
    public Duration callTimeout() {
        return callTimeout;
    }

    /** The most pooled connections. */
    public int maxConnections() {
        return maxConnections;
    }

    /** A clock in place of the store server's, if set; for tests only. */
    public Optional<InstantSource> clock() {
        return Optional.ofNullable(clock);
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {

        private String namespace = DEFAULT_NAMESPACE;
        private @Nullable Durability required;
        private @Nullable Durability declared;
        private Duration callTimeout = Duration.ofSeconds(5);
        private int maxConnections = 4;
        private @Nullable InstantSource clock;

        private Builder() {}

        /** Sets the prefix: 1 to 30 lower-case letters, digits or _, starting with a letter. */
        public Builder namespace(String prefix) {
            if (!NAMESPACE.matcher(prefix).matches()) {
                throw new IllegalArgumentException("namespace must be 1 to 30 lower-case letters, digits or _, starting"
                        + " with a letter, got '" + prefix + "'");
            }
            namespace = prefix;
            return this;
        }

        /** Refuses to open a storage below {@code least}. */
        public Builder requireDurability(Durability least) {
            required = least;
            return this;
        }

        /** Vouches for {@code actual} where the server hides its settings; shown as declared. */
        public Builder declareDurability(Durability actual) {
            declared = actual;
            return this;
        }

        /** Sets how long one call may take, 100 ms to 5 minutes. */
        public Builder callTimeout(Duration limit) {
            if (limit.toMillis() < 100 || limit.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException("callTimeout must be PT0.1S to PT5M, got " + limit);
            }
            callTimeout = limit;
            return this;
        }

        /** Sets the most pooled connections, 1 to 100; a listener may use one more. */
        public Builder maxConnections(int count) {
            if (count < 1 || count > 100) {
                throw new IllegalArgumentException("maxConnections must be 1 to 100, got " + count);
            }
            maxConnections = count;
            return this;
        }

        /** Replaces the store server's clock; for tests, in which every node must share it. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** The options as set. */
        public StorageOptions build() {
            return new StorageOptions(this);
        }
    }
}
