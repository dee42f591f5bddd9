package systems.blackroad.operator.internal.worker;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.operator.internal.engine.Settings;

/**
 * What an operator is made of.
 *
 * @param store where its jobs are
 * @param settings what its engine is told
 * @param codec how payloads are read and written
 * @param clock where fresh ids take their time from
 * @param ticker what measures durations, in nanoseconds
 * @param random where fresh ids and jitter come from
 */
public record Parts(
        JobStore store,
        Settings settings,
        PayloadCodec codec,
        InstantSource clock,
        LongSupplier ticker,
        RandomGenerator random) {}
