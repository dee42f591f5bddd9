package systems.blackroad.operator.internal.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** The faults of one run, drawn from its seed. */
final class Faults {

    /** A kind of fault, and how often it strikes where it can. */
    enum Kind {
        /** A node dies before a call, which may be on its way. */
        DEATH_BEFORE_CALL(3),
        /** A node dies after a call, without the answer. */
        DEATH_AFTER_CALL(3),
        /** A node dies between calls. */
        DEATH(250),
        /** A node stands still, beyond its lease or not. */
        PAUSE(250),
        /** A node is drained. */
        DRAIN(250),
        /** A call fails without an effect. */
        LOST_REQUEST(40),
        /** A call's answer is lost, or the call is carried out long after its node gave it up. */
        LOST_REPLY(50),
        /** The store takes seconds to do what it is asked. */
        SLOW_STORE(30),
        /** An answer takes seconds. */
        SLOW_REPLY(30),
        /** The store refuses what is to be written, for as long as there are faults. */
        REFUSAL(30),
        /** The store's server dies after a call, and is there again at once. */
        STORE_RESTART(20),
        /** The store's clock is ahead of where it was, by up to half a minute. */
        STORE_CLOCK_JUMP(1000),
        /** A node does not hear of new work. */
        LOST_HINT(200),
        /** A node hears of new work twice. */
        REPEATED_HINT(200);

        private final int perThousand;

        Kind(int perThousand) {
            this.perThousand = perThousand;
        }
    }

    private final Random random;
    private final long until;
    private final Map<Kind, Integer> struck = new EnumMap<>(Kind.class);

    /** Faults until some moment, drawn from {@code random}. */
    Faults(Random random, long until) {
        this.random = random;
        this.until = until;
    }

    /** Whether there are any at {@code now}. */
    boolean isOn(long now) {
        return now < until;
    }

    /** Whether this one strikes now. */
    boolean strikes(Kind kind, long now) {
        boolean strikes = isOn(now) && random.nextInt(1000) < kind.perThousand;
        if (strikes) {
            struck.merge(kind, 1, Integer::sum);
        }
        return strikes;
    }

    /** How often each has struck. */
    Map<Kind, Integer> struck() {
        return struck;
    }
}
