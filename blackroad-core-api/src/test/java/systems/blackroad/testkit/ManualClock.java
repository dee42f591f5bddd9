package systems.blackroad.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until a test moves it. Thread-safe: a reader sees every move that ended before it asked. */
public final class ManualClock implements InstantSource {

    /** Where a clock starts unless a test says otherwise. */
    public static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private final Object moving = new Object();
    /** Written under {@link #moving}. */
    private volatile Instant now;

    /** A clock that stands at {@link #START}. */
    public ManualClock() {
        this(START);
    }

    /** A clock that stands at {@code start}. */
    public ManualClock(Instant start) {
        now = Objects.requireNonNull(start, "start");
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock forward, and returns where it stands then. */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "a manual clock advances by zero or more, got " + by + "; use set to go back");
        }
        synchronized (moving) {
            now = now.plus(by);
            return now;
        }
    }

    /** Puts the clock at {@code instant}, earlier or later. */
    public void set(Instant instant) {
        synchronized (moving) {
            now = Objects.requireNonNull(instant, "instant");
        }
    }

    /** Where the clock stands. */
    @Override
    public String toString() {
        return now.toString();
    }
}
