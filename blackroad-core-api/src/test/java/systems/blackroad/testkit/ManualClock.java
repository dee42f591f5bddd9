package systems.blackroad.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe: a reader sees every move that ended before it asked. */
public final class ManualClock implements InstantSource {

    /** Where a clock starts unless a test says otherwise. */
    public static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private final AtomicReference<Instant> now;

    /** A clock that stands at {@link #START}. */
    public ManualClock() {
        this(START);
    }

    /** A clock that stands at {@code start}. */
    public ManualClock(Instant start) {
        now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock forward, and returns where it stands then. */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "a manual clock advances by zero or more, got " + by + "; use set to go back");
        }
        return now.updateAndGet(instant -> instant.plus(by));
    }

    /** Puts the clock at {@code instant}, earlier or later. */
    public void set(Instant instant) {
        now.set(Objects.requireNonNull(instant, "instant"));
    }

    /** Where the clock stands. */
    @Override
    public String toString() {
        return now.get().toString();
    }
}
