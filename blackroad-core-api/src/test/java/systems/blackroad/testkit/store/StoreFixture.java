package systems.blackroad.testkit.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.testkit.ManualClock;

/**
 * The store under test: a fresh, empty place for each test, under a namespace of its own and a {@link ManualClock}. A
 * subclass says how to open it and where it differs from other stores. Each test makes one and closes it. Thread-safe as
 * far as its {@link #open(StorageOptions)} is.
 */
public abstract class StoreFixture implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** Longer than a busy machine pauses, since no rule is about the time that a call takes. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final String namespace =
            "t" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36) + "_" + NUMBER.incrementAndGet();
    private final List<Storage> opened = Collections.synchronizedList(new ArrayList<>());

    /** For subclasses. */
    protected StoreFixture() {}

    /**
     * Opens an instance of the store with exactly these options. Every call of one fixture means the same place (server,
     * file), where a namespace is empty until something is written to it.
     */
    protected abstract Storage open(StorageOptions options);

    /** The class that this store has as the fixture opens it. */
    public abstract Durability durability();

    /** Whether a listener hears of writes of other instances. */
    public abstract boolean hintsCrossInstances();

    /** The transactions of callers that the store takes; nothing if it takes none. Asked after an instance was opened. */
    public Optional<CallerTransactions> transactions() {
        return Optional.empty();
    }

    /** Removes what the test left in the place; called once, after all instances were closed. */
    protected void cleanUp() {}

    /** How often a race is repeated, each time with fresh ids. */
    public int rounds() {
        return 20;
    }

    /** How long a test waits at most for another thread: a racing caller, a hint. */
    public Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** The clock of every instance that this fixture opens. */
    public final ManualClock clock() {
        return clock;
    }

    /** Opens one more instance on this fixture's own namespace. */
    public final Storage open() {
        return openNamespace(namespace);
    }

    /** Opens one more instance on another namespace of the same place. */
    public final Storage openNeighbour() {
        return openNamespace(namespace + "x");
    }

    /** Closes every instance that is open. */
    public final void closeInstances() {
        List<Storage> open = new ArrayList<>(opened);
        opened.clear();
        open.forEach(Storage::close);
    }

    @Override
    public final void close() {
        try {
            closeInstances();
        } finally {
            cleanUp();
        }
    }

    private Storage openNamespace(String name) {
        Storage storage = open(StorageOptions.builder()
                .namespace(name)
                .clock(clock)
                .callTimeout(CALL_TIMEOUT)
                .build());
        opened.add(storage);
        return storage;
    }
}
