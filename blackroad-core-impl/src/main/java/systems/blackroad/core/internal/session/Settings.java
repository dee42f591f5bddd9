package systems.blackroad.core.internal.session;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.core.internal.logic.Decider;

/**
 * What a runtime works with beside its store.
 *
 * @param decider decides commands
 * @param executor where to work, or null for an executor of the runtime's own
 * @param clock gives the times of events
 * @param ticker measures durations, in nanoseconds
 * @param ids makes fresh ids
 * @param snapshotEvery after how many events a snapshot is renewed
 * @param bufferSize how many frames a subscriber may fall behind
 * @param life how long sessions live
 * @param timer wakes the poll for other nodes' events
 * @param hintChannel the application's way to other nodes, or null
 */
public record Settings(
        Decider decider,
        @Nullable Executor executor,
        InstantSource clock,
        LongSupplier ticker,
        FreshIds ids,
        int snapshotEvery,
        int bufferSize,
        Life life,
        RuntimeThreads.PollTimer timer,
        @Nullable HintChannel hintChannel) {

    /** The settings of a runtime with a timer of its own. */
    public static Settings of(
            Decider decider,
            @Nullable Executor executor,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator random,
            Sizes sizes) {
        return new Settings(
                decider,
                executor,
                clock,
                ticker,
                new FreshIds(random),
                sizes.snapshotEvery(),
                sizes.bufferSize(),
                sizes.life(),
                RuntimeThreads.timer(),
                null);
    }

    /** These settings with another way to other nodes. */
    public Settings withHints(@Nullable HintChannel channel) {
        return new Settings(decider, executor, clock, ticker, ids, snapshotEvery, bufferSize, life, timer, channel);
    }

    /** See {@link Settings}. */
    public record Sizes(int snapshotEvery, int bufferSize, Life life) {}
}
