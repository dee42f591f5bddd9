package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Virtual time, and what is to happen when; what is planned for one moment happens in the order in which it was planned. */
final class Timeline {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    private record Event(long at, long order, Runnable action) {}

    /** Nanoseconds from the beginning. */
    long now() {
        return now;
    }

    /** Plans {@code action} for a moment, or for now if that has passed. */
    void at(long moment, Runnable action) {
        events.add(new Event(Math.max(now, moment), order++, action));
    }

    /** Plans {@code action} a nanosecond after {@code millis} from now, so that it finds what was due then. */
    void later(long millis, Runnable action) {
        at(now + TimeUnit.MILLISECONDS.toNanos(millis) + 1, action);
    }

    /** Moves on to what comes next, and returns it. */
    Runnable next() {
        Event event = events.remove();
        now = event.at();
        return event.action();
    }

    boolean isOver() {
        return events.isEmpty();
    }

    @Override
    public String toString() {
        return Duration.ofNanos(now).toMillis() + " ms";
    }
}
