package systems.blackroad.operator.internal.worker;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's warnings: at most one line a second, with the number of those left out. Thread-safe. */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger("systems.blackroad.operator");
    private static final long INTERVAL = 1_000_000_000L;

    private final LongSupplier ticker;
    private long last;
    private long leftOut;

    Reports(LongSupplier ticker) {
        this.ticker = ticker;
        this.last = ticker.getAsLong() - INTERVAL;
    }

    void warn(String text) {
        long more;
        synchronized (this) {
            long now = ticker.getAsLong();
            if (now - last < INTERVAL) {
                leftOut++;
                return;
            }
            last = now;
            more = leftOut;
            leftOut = 0;
        }
        LOG.warn("{}{}", text, more == 0 ? "" : " (and " + more + " warnings since the last line)");
    }
}
