package systems.blackroad.core;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.core.internal.logic.Decider;
import systems.blackroad.core.internal.session.Life;
import systems.blackroad.core.internal.session.SessionRuntime;
import systems.blackroad.core.internal.session.Settings;

/**
 * Collects the options of a runtime; not thread-safe. Defaults: {@link SessionLimits#defaults()}, {@link AppCatalog#empty()}, an executor of its own
 * (virtual threads on Java 21 and newer, else at most 32 daemon threads), the system's clocks, {@link SecureRandom}, a
 * snapshot every 100 events, 256 frames of buffer for each subscriber; sessions end after 60 minutes without activity,
 * without any other bound, are readable for 30 days after their end, and a user has any number of them. Every setter may be
 * called once.
 */
public final class RuntimeBuilder {

    private static final SessionTerms DEFAULT_TERMS = new SessionTerms(Duration.ofMinutes(60), null);

    private final SessionStore store;
    private @Nullable SessionLimits limits;
    private @Nullable AppCatalog apps;
    private @Nullable Executor executor;
    private @Nullable InstantSource clock;
    private @Nullable LongSupplier ticker;
    private @Nullable RandomGenerator random;
    private @Nullable Integer snapshotEvery;
    private @Nullable Integer bufferSize;
    private @Nullable SessionTerms terms;
    private @Nullable Integer sessionsPerUser;
    private @Nullable Duration keepEnded;
    private @Nullable HintChannel hintChannel;

    RuntimeBuilder(SessionStore store) {
        this.store = store;
    }

    /** Sets the bounds of every session's state. */
    public RuntimeBuilder limits(SessionLimits value) {
        limits = once("limits", limits, value);
        return this;
    }

    /** Sets which applications may be opened. */
    public RuntimeBuilder apps(AppCatalog value) {
        apps = once("apps", apps, value);
        return this;
    }

    /** Sets where the runtime works; it is never shut down here, and must run tasks until the runtime is closed. */
    public RuntimeBuilder executor(Executor value) {
        executor = once("executor", executor, value);
        return this;
    }

    /** Sets the wall clock from which the times of events are taken. */
    public RuntimeBuilder clock(InstantSource value) {
        clock = once("clock", clock, value);
        return this;
    }

    /** Sets the clock that measures durations, in nanoseconds of any origin, as {@link System#nanoTime()}. */
    public RuntimeBuilder ticker(LongSupplier value) {
        ticker = once("ticker", ticker, value);
        return this;
    }

    /** Sets where fresh ids come from; one that can be predicted makes ids that can be guessed. */
    public RuntimeBuilder random(RandomGenerator value) {
        random = once("random", random, value);
        return this;
    }

    /** Sets after how many events a session's snapshot is renewed, 1 to 1000. */
    public RuntimeBuilder snapshotEvery(int events) {
        snapshotEvery = once("snapshotEvery", snapshotEvery, range("snapshotEvery", events, 1, 1000));
        return this;
    }

    /** Sets how many frames a subscriber may fall behind, 2 to 10000. */
    public RuntimeBuilder bufferSize(int frames) {
        bufferSize = once("bufferSize", bufferSize, range("bufferSize", frames, 2, 10_000));
        return this;
    }

    /**
     * Sets how long sessions that are opened here live: after their last activity, and in all. A command is activity, and so
     * is reading or watching a session, which is recorded at most once a minute. Each session keeps the terms that it was
     * opened with.
     */
    public RuntimeBuilder terms(SessionTerms value) {
        terms = once("terms", terms, value);
        return this;
    }

    /** Sets how many live sessions a user may have, 1 to 256; every node should have the same number. */
    public RuntimeBuilder sessionsPerUser(int count) {
        sessionsPerUser =
                once("sessionsPerUser", sessionsPerUser, range("sessionsPerUser", count, 1, SessionSlots.MAX_SLOTS));
        return this;
    }

    /** Sets how long a session stays readable after its end, from zero; then any node deletes it. */
    public RuntimeBuilder keepEnded(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("keepEnded must not be negative, got " + value);
        }
        keepEnded = once("keepEnded", keepEnded, value);
        return this;
    }

    /** Sets the way to the other nodes for what the store's own hints do not carry; without one they are found by polling. */
    public RuntimeBuilder hintChannel(HintChannel value) {
        hintChannel = once("hintChannel", hintChannel, value);
        return this;
    }

    /** A runtime as set. Starts its threads; close it before the storage. */
    public OsRuntime build() {
        Settings settings = Settings.of(
                new Decider(
                        Objects.requireNonNullElseGet(limits, SessionLimits::defaults),
                        Objects.requireNonNullElseGet(apps, AppCatalog::empty)),
                executor,
                Objects.requireNonNullElseGet(clock, InstantSource::system),
                Objects.requireNonNullElse(ticker, System::nanoTime),
                Objects.requireNonNullElseGet(random, SecureRandom::new),
                new Settings.Sizes(
                        Objects.requireNonNullElse(snapshotEvery, 100),
                        Objects.requireNonNullElse(bufferSize, 256),
                        new Life(
                                Objects.requireNonNullElse(terms, DEFAULT_TERMS),
                                sessionsPerUser,
                                Objects.requireNonNullElse(keepEnded, Duration.ofDays(30)))));
        return new SessionRuntime(store, settings.withHints(hintChannel));
    }

    private static int range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", got " + value);
        }
        return value;
    }

    private static <T> T once(String name, @Nullable T present, T value) {
        Objects.requireNonNull(value, name);
        if (present != null) {
            throw new IllegalStateException(name + " is set already, to " + present + "; set it once");
        }
        return value;
    }
}
