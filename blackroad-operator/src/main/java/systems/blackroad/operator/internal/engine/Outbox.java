package systems.blackroad.operator.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The effects of one step of the engine. */
final class Outbox {

    private static final long WARNING_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private List<Effect> effects = new ArrayList<>();
    private long nextWarning = Long.MIN_VALUE;
    private int unsaid;

    void add(Effect effect) {
        effects.add(effect);
    }

    /** Warns, unless it did so within the last second; then the next warning tells how many were left out. */
    void warn(long now, String text) {
        if (now < nextWarning) {
            unsaid++;
            return;
        }
        effects.add(new Effect.Warn(unsaid == 0 ? text : text + " (and " + unsaid + " more warnings since the last)"));
        unsaid = 0;
        nextWarning = now + WARNING_INTERVAL;
    }

    /** From when on a warning is said and not left out. */
    long warnsAt() {
        return nextWarning;
    }

    List<Effect> take() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return List.copyOf(taken);
    }
}
