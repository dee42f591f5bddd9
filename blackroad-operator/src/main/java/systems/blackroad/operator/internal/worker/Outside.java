package systems.blackroad.operator.internal.worker;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator takes from outside: time, chance and threads.
 *
 * @param ticker elapsed nanoseconds of any origin
 * @param random for ids and jitter
 * @param executor on which handlers run, or null for one of the operator's own
 */
public record Outside(
        LongSupplier ticker,
        RandomGenerator random,
        @Nullable ExecutorService executor) {

    /** Checks that the parts that must be there are. */
    public Outside {
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(random, "random");
    }
}
