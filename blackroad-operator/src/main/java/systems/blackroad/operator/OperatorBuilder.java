package systems.blackroad.operator;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.operator.internal.codec.JacksonPayloadCodec;
import systems.blackroad.operator.internal.engine.Settings;
import systems.blackroad.operator.internal.worker.Parts;

/**
 * Collects the options of an operator; not thread-safe. Defaults: no types, jobs enqueued into any queue and run from all, at
 * most 5 jobs at once, a lease of 10 s renewed every 3 s, idle polling every second, {@link Retention#DEFAULT}, host {@code
 * localhost}, JSON payloads by Jackson, the system's clocks, {@link SecureRandom}, and threads of its own for handlers:
 * virtual ones on Java 21 and newer. Every setter but {@link #register} may be called once.
 */
public final class OperatorBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorBuilder.class);

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(3);
    private static final Duration DEFAULT_POLL = Duration.ofSeconds(1);
    private static final int DEFAULT_JOBS = 5;

    private final JobStore store;
    private final Map<String, JobType<?>> types = new LinkedHashMap<>();
    private @Nullable Set<QueueName> knownQueues;
    private @Nullable Set<QueueName> servedQueues;
    private @Nullable Integer maxConcurrentJobs;
    private @Nullable Duration lease;
    private @Nullable Duration heartbeat;
    private @Nullable Duration pollInterval;
    private @Nullable Retention retention;
    private @Nullable String host;
    private @Nullable PayloadCodec codec;
    private @Nullable InstantSource clock;
    private @Nullable LongSupplier ticker;
    private @Nullable RandomGenerator random;
    private @Nullable Executor executor;

    OperatorBuilder(JobStore store) {
        this.store = store;
    }

    /**
     * Adds types that this node runs; jobs of other types are left to nodes that know them.
     *
     * @throws IllegalArgumentException if another type of this name is registered
     */
    public OperatorBuilder register(JobType<?>... added) {
        for (JobType<?> type : added) {
            JobType<?> present = types.putIfAbsent(type.name(), type);
            if (present != null && present != type) {
                throw new IllegalArgumentException(
                        "job type " + type.name() + " is registered already; give one of the two another name");
            }
        }
        return this;
    }

    /**
     * Sets the queues that this operator puts jobs into, so that a mistyped name is found at once: an enqueue, schedule or
     * trigger for another one is refused with code {@code JOB_QUEUE_UNKNOWN}. Without it any may be named. What runs here is
     * decided by types and {@link #servedQueues} alone.
     *
     * @throws IllegalArgumentException if none is given
     */
    public OperatorBuilder knownQueues(QueueName... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("knownQueues must be at least one name; leave it out to allow any");
        }
        knownQueues =
                once("knownQueues", knownQueues, Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names))));
        return this;
    }

    /**
     * Sets the queues whose jobs run here, 1 to {@value Claim#MAX_QUEUES} names; jobs of others are left to nodes that serve
     * them. What may be enqueued here is decided by {@link #knownQueues} alone.
     *
     * @throws IllegalArgumentException if there are none, or too many
     */
    public OperatorBuilder servedQueues(QueueName... names) {
        Set<QueueName> served = Set.copyOf(Arrays.asList(names));
        if (served.isEmpty() || served.size() > Claim.MAX_QUEUES) {
            throw new IllegalArgumentException("servedQueues must be 1 to " + Claim.MAX_QUEUES + " names, got "
                    + served.size() + "; leave it out to serve all");
        }
        servedQueues = once("servedQueues", servedQueues, served);
        return this;
    }

    /**
     * Sets how many jobs run here at once, 1 to 1000. As many as ended here in 50 ms, at most 1,000, are claimed before there is
     * room for them: none where jobs take long, so that they are left to other nodes.
     */
    public OperatorBuilder maxConcurrentJobs(int count) {
        if (count < 1 || count > 1000) {
            throw new IllegalArgumentException("maxConcurrentJobs must be 1 to 1000, got " + count);
        }
        maxConcurrentJobs = once("maxConcurrentJobs", maxConcurrentJobs, count);
        return this;
    }

    /**
     * Sets how long this node's jobs are safe from being given to others after its last heartbeat, 300 ms to an hour. A dead
     * node's jobs start elsewhere within one and a third leases and a poll.
     */
    public OperatorBuilder lease(Duration length) {
        lease = once("lease", lease, range("lease", length, Duration.ofMillis(300), Duration.ofHours(1)));
        return this;
    }

    /** Sets how often the lease is renewed, 50 ms to 20 minutes, at most a third of the lease. */
    public OperatorBuilder heartbeat(Duration interval) {
        heartbeat = once(
                "heartbeat", heartbeat, range("heartbeat", interval, Duration.ofMillis(50), Duration.ofMinutes(20)));
        return this;
    }

    /** Sets how often an idle node looks for jobs and due schedules, hints aside, 10 ms to an hour; spread by a fifth. */
    public OperatorBuilder pollInterval(Duration interval) {
        pollInterval = once(
                "pollInterval",
                pollInterval,
                range("pollInterval", interval, Duration.ofMillis(10), Duration.ofHours(1)));
        return this;
    }

    /**
     * Sets how long finished jobs stay. The default keeps a week of what ended well, for questions and for repeats of an
     * enqueue, and a month of what failed, so that a failure outlasts holidays until someone queues it again. This node
     * looks about once a minute for jobs whose period is over, by the store's clock, and deletes them in batches beside its
     * other work; {@link Operator#runDueJobs} does so at once. Every started node deletes jobs of the whole namespace,
     * one that is built without a retention by the default. So nodes that share a storage should have one retention: among
     * different ones the shortest period counts.
     */
    public OperatorBuilder retention(Retention value) {
        retention = once("retention", retention, value);
        return this;
    }

    /** Sets the name that people see for this node, 1 to 128 chars. */
    public OperatorBuilder host(String name) {
        if (name.isBlank() || name.length() > 128) {
            throw new IllegalArgumentException("host must be 1 to 128 chars and not blank, got " + name.length());
        }
        host = once("host", host, name);
        return this;
    }

    /** Sets what turns payloads and results into bytes and back; every node must use an equivalent one. */
    public OperatorBuilder codec(PayloadCodec value) {
        codec = once("codec", codec, value);
        return this;
    }

    /** Sets the clock whose milliseconds fresh job ids begin with; when jobs are due is decided by the store's clock. */
    public OperatorBuilder clock(InstantSource value) {
        clock = once("clock", clock, value);
        return this;
    }

    /** Sets the clock that measures durations, in nanoseconds of any origin, as {@link System#nanoTime()}. */
    public OperatorBuilder ticker(LongSupplier value) {
        ticker = once("ticker", ticker, value);
        return this;
    }

    /** Sets where fresh ids and jitter come from; it must be thread-safe. */
    public OperatorBuilder random(RandomGenerator value) {
        random = once("random", random, value);
        return this;
    }

    /**
     * Sets where handlers run; it is never shut down here. One that runs a handler on the calling thread, or that queues
     * behind other work, delays heartbeats or lets timeouts run out.
     */
    public OperatorBuilder executor(Executor value) {
        executor = once("executor", executor, value);
        return this;
    }

    /**
     * An operator as set. It may enqueue at once, and runs nothing until it is started. Makes no call to the storage.
     *
     * @throws IllegalArgumentException if the heartbeat interval is over a third of the lease, or if a registered type's
     *     queue is not among {@link #knownQueues}, or none of {@link #servedQueues} is
     */
    public Operator build() {
        Duration length = lease == null ? DEFAULT_LEASE : lease;
        Duration interval = heartbeat == null ? shorter(DEFAULT_HEARTBEAT, length.dividedBy(3)) : heartbeat;
        if (interval.multipliedBy(3).compareTo(length) > 0) {
            throw new IllegalArgumentException("heartbeat must be at most a third of the lease " + length
                    + ", so that one lost heartbeat does no harm, got " + interval);
        }
        Set<QueueName> known = knownQueues == null ? Set.of() : knownQueues;
        types.values().forEach(type -> requireKnown(type, known));
        Set<QueueName> served = servedQueues == null ? Set.of() : servedQueues;
        requireServable(served, known);
        Settings settings = Settings.of(
                types.values(),
                maxConcurrentJobs == null ? DEFAULT_JOBS : maxConcurrentJobs,
                new Settings.Timing(length, interval, pollInterval == null ? DEFAULT_POLL : pollInterval),
                retention == null ? Retention.DEFAULT : retention,
                host == null ? "localhost" : host,
                served);
        return new EmbeddedOperator(
                new Parts(
                        store,
                        settings,
                        codec == null ? new JacksonPayloadCodec() : codec,
                        clock == null ? InstantSource.system() : clock,
                        ticker == null ? System::nanoTime : ticker,
                        random == null ? new SecureRandom() : random),
                types,
                known,
                executor);
    }

    private static void requireKnown(JobType<?> type, Set<QueueName> known) {
        if (!known.isEmpty() && !known.contains(type.queue())) {
            throw new IllegalArgumentException("job type " + type.name() + " is for the queue " + type.queue()
                    + ", which is not among the operator's knownQueues " + known
                    + "; add it, or give the type another queue");
        }
    }

    /** Checks that jobs may come to the queues that are served, as far as can be told here. */
    private void requireServable(Set<QueueName> served, Set<QueueName> known) {
        if (served.isEmpty()) {
            return;
        }
        if (!known.isEmpty() && Collections.disjoint(known, served)) {
            throw new IllegalArgumentException("servedQueues must have one of the knownQueues " + known + ", got "
                    + served + "; add it to the one or the other");
        }
        if (types.isEmpty()) {
            return;
        }
        if (types.values().stream().map(JobType::queue).noneMatch(served::contains)) {
            LOG.warn(
                    "This operator serves {}, which is the queue of none of its types {}; only jobs run here that are put"
                            + " into a queue by name",
                    served,
                    types.keySet());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration range(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", got " + value);
        }
        return value;
    }

    private static <T> T once(String name, @Nullable T present, T value) {
        Objects.requireNonNull(value, name);
        if (present != null) {
            throw new IllegalStateException(name + " is set already, to " + present + "; set it once");
        }
        return value;
    }
}
