package systems.blackroad.operator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.operator.internal.codec.JacksonPayloadCodec;
import systems.blackroad.operator.internal.engine.EngineOptions;
import systems.blackroad.operator.internal.worker.Node;
import systems.blackroad.operator.internal.worker.Outside;

/**
 * Collects what an operator needs; not thread-safe. Defaults: no job types, 5 handlers at once, a lease of 10 s renewed every
 * 3 s, an idle node looks for jobs every second, host {@code local}, payloads as JSON by Jackson.
 */
public final class OperatorBuilder {

    private static final String VERSION = version();

    private final JobStore store;
    private final Map<String, JobType<?>> types = new TreeMap<>();
    private int maxConcurrentJobs = 5;
    private Duration lease = Duration.ofSeconds(10);
    private Duration heartbeat = Duration.ofSeconds(3);
    private Duration poll = Duration.ofSeconds(1);
    private String host = "local";
    private PayloadCodec codec = new JacksonPayloadCodec();
    private LongSupplier ticker = System::nanoTime;
    private RandomGenerator random = new SecureRandom();
    private @Nullable ExecutorService executor;

    OperatorBuilder(JobStore store) {
        this.store = store;
    }

    /**
     * Adds a job type that the node can run.
     *
     * @throws IllegalArgumentException if another one has its name
     */
    public OperatorBuilder register(JobType<?> type) {
        JobType<?> other = types.putIfAbsent(type.name(), type);
        if (other != null && other != type) {
            throw new IllegalArgumentException("job type " + type.name() + " is registered already, for "
                    + other.payloadClass().getName() + "; give one of them another name");
        }
        return this;
    }

    /** Sets how many handlers run at once, 1 to 500; 5 by default. */
    public OperatorBuilder maxConcurrentJobs(int count) {
        if (count < 1 || count > 500) {
            throw new IllegalArgumentException("maxConcurrentJobs must be 1 to 500, got " + count);
        }
        maxConcurrentJobs = count;
        return this;
    }

    /** Sets how long the node may hold jobs without a heartbeat, 1 s to 10 min; 10 s by default. */
    public OperatorBuilder lease(Duration length) {
        lease = requireRange("lease", length, Duration.ofSeconds(1), Duration.ofMinutes(10));
        return this;
    }

    /** Sets how often the node sends a heartbeat, 100 ms to 5 min and at most half the lease; 3 s by default. */
    public OperatorBuilder heartbeat(Duration interval) {
        heartbeat = requireRange("heartbeat", interval, Duration.ofMillis(100), Duration.ofMinutes(5));
        return this;
    }

    /** Sets how often an idle node looks for jobs of which no hint told it, 10 ms to 1 min; 1 s by default. */
    public OperatorBuilder pollInterval(Duration interval) {
        poll = requireRange("pollInterval", interval, Duration.ofMillis(10), Duration.ofMinutes(1));
        return this;
    }

    /** Sets the node's name for people, 1 to 128 chars; {@code local} by default. */
    public OperatorBuilder host(String name) {
        if (name.isBlank() || name.length() > 128) {
            throw new IllegalArgumentException("host must be 1 to 128 chars and not blank, got " + name.length());
        }
        host = name;
        return this;
    }

    /** Sets how payloads and results become bytes; JSON by Jackson by default. */
    public OperatorBuilder codec(PayloadCodec payloads) {
        codec = Objects.requireNonNull(payloads, "payloads");
        return this;
    }

    /** Sets the elapsed time, in nanoseconds of any origin; {@code System.nanoTime} by default. */
    public OperatorBuilder ticker(LongSupplier nanos) {
        ticker = Objects.requireNonNull(nanos, "nanos");
        return this;
    }

    /** Sets where ids and jitter come from; used under a lock. */
    public OperatorBuilder random(RandomGenerator source) {
        random = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets on which threads handlers run; the operator never shuts it down. By default virtual threads where the JDK has them,
     * else as many daemons as handlers run at once.
     */
    public OperatorBuilder executor(ExecutorService handlers) {
        executor = Objects.requireNonNull(handlers, "handlers");
        return this;
    }

    /**
     * The operator, which does nothing yet.
     *
     * @throws IllegalArgumentException if the heartbeat's interval is more than half the lease
     */
    public Operator build() {
        if (heartbeat.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("heartbeat must be at most half the lease, so that one may be lost; got "
                    + heartbeat + " and " + lease);
        }
        EngineOptions options = new EngineOptions(host, VERSION, types, maxConcurrentJobs, lease, heartbeat, poll);
        return new Node(store, codec, options, new Outside(ticker, random, executor));
    }

    private static Duration requireRange(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", got " + value);
        }
        return value;
    }

    private static String version() {
        String version = OperatorBuilder.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
