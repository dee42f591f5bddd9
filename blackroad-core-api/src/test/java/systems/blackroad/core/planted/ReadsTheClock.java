package systems.blackroad.core.planted;

import java.time.Instant;
import java.util.function.Supplier;

/** Planted against A6, as a method reference, which hides best. */
final class ReadsTheClock {
    final Supplier<Instant> now = Instant::now;
}
