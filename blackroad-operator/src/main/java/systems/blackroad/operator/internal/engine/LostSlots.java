package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The slots of handlers that run on though nothing waits for them any more: they were given up, or their lease is gone. They were
 * interrupted; a handler that ignores that keeps its slot until it returns, and is reported every minute.
 */
final class LostSlots {

    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_NAMED = 5;

    private final int slots;
    private final Outbox out;
    /** Since when each is lost, in the order of their claims. */
    private final Map<Run, Long> since = new TreeMap<>(Runs.BY_CLAIM);

    /** The handlers that were reported and have ended, in words. */
    private final List<String> back = new ArrayList<>();

    private long lastReport = Long.MIN_VALUE;
    private long nextReport = Long.MIN_VALUE;

    LostSlots(int slots, Outbox out) {
        this.slots = slots;
        this.out = out;
    }

    int count() {
        return since.size();
    }

    /** Takes down whether a run's slot is lost. */
    void put(Run run, long now) {
        if (run.isLost()) {
            if (since.isEmpty()) {
                // Most handlers heed their interrupt, and are no news.
                nextReport = Math.max(nextReport, now + Runs.GRACE);
            }
            since.putIfAbsent(run, now);
            return;
        }
        Long at = since.remove(run);
        if (at != null && at <= lastReport) {
            back.add("the handler of job " + run.key.job() + " ended " + age(at, now) + " after it was told to");
        }
    }

    /** Reports what came back, at once, and what is lost, once a minute; each when nothing else was said for a second. */
    void pass(long now) {
        if (now < wakeAt()) {
            return;
        }
        if (!back.isEmpty()) {
            out.warn(now, listed(back) + "; " + since.size() + " of " + slots + " slots are still lost");
            back.clear();
            return;
        }
        List<String> lost = new ArrayList<>();
        since.forEach((run, at) -> lost.add(run.key.job() + " since " + age(at, now)));
        out.warn(
                now,
                lost.size() + " of " + slots
                        + " slots are lost to handlers that ignore their interrupt, and no other job"
                        + " runs there until they return: " + listed(lost));
        lastReport = now;
        nextReport = now + INTERVAL;
    }

    private static String listed(List<String> texts) {
        String named = String.join(", ", texts.subList(0, Math.min(texts.size(), MAX_NAMED)));
        return texts.size() > MAX_NAMED ? named + " and " + (texts.size() - MAX_NAMED) + " more" : named;
    }

    private static Duration age(long since, long now) {
        return Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(now - since));
    }

    long wakeAt() {
        if (back.isEmpty() && since.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return back.isEmpty() ? Math.max(nextReport, out.warnsAt()) : out.warnsAt();
    }
}
