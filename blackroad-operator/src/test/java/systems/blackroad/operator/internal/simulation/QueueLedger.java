package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.Claim;

/** What a {@link Ledger} knows of queues, and what that means for a job that is given. */
final class QueueLedger {

    private final Map<QueueName, QueueSettings> settings = new HashMap<>();
    /** When jobs started since their queue's rate was set, of queues that have one. */
    private final Map<QueueName, List<Instant>> starts = new HashMap<>();

    void put(QueueName queue, QueueLimits limits, QueueSettings stored) {
        QueueSettings before = of(queue);
        Promise.PAUSE_HOLDS.require(
                stored.equals(new QueueSettings(queue, before.paused(), limits)),
                "%s with %s became %s",
                before,
                limits,
                stored);
        if (!limits.rate().equals(before.limits().rate())) {
            starts.put(queue, new ArrayList<>());
        }
        settings.put(queue, stored);
    }

    void paused(QueueName queue, boolean paused, boolean changed) {
        QueueSettings before = of(queue);
        Promise.PAUSE_HOLDS.require(changed == (before.paused() != paused), "%s was changed: %s", before, changed);
        settings.put(queue, new QueueSettings(queue, paused, before.limits()));
    }

    private QueueSettings of(QueueName queue) {
        return settings.getOrDefault(queue, new QueueSettings(queue, false, QueueLimits.NONE));
    }

    /** A job is about to be given; {@code all} are the jobs that there are. */
    void requireLet(Entry entry, @Nullable Claim wish, Collection<Entry> all, Instant now) {
        Promise.ROUTES_HOLD.require(wish != null && wish.serves(entry.queue), "%s was not asked for", entry);
        QueueSettings queue = of(entry.queue);
        Promise.PAUSE_HOLDS.require(!queue.paused(), "%s was given at %s, and %s", entry, now, queue);
        queue.limits()
                .concurrency()
                .ifPresent(limit -> requireBelow(
                        limit,
                        all.stream().filter(other -> other.runsIn(entry.queue)).count(),
                        entry,
                        queue));
        if (entry.key != null) {
            queue.limits()
                    .keyConcurrency()
                    .ifPresent(limit -> requireBelow(
                            limit,
                            all.stream()
                                    .filter(other -> other.runsIn(entry.queue) && other.isOfKey(entry.key))
                                    .count(),
                            entry,
                            queue));
        }
        if (entry.key != null && entry.key.ordered()) {
            all.stream()
                    .filter(other -> other != entry && isOfLine(entry, other))
                    .forEach(other -> {
                        Promise.ORDER_HOLDS.require(!other.isInTheMiddle(), "%s overtook %s", entry, other);
                        Promise.ORDER_HOLDS.require(
                                entry.isInTheMiddle() || !other.isDue(now) || entry.precedes(other),
                                "%s overtook %s at %s",
                                entry,
                                other,
                                now);
                    });
        }
        queue.limits()
                .rate()
                .ifPresent(rate ->
                        requirePermit(rate, starts.computeIfAbsent(entry.queue, absent -> new ArrayList<>()), now));
    }

    private static void requireBelow(int limit, long running, Entry entry, QueueSettings queue) {
        Promise.LIMIT_HOLDS.require(running < limit, "%s was given beside %s others of %s", entry, running, queue);
    }

    private static boolean isOfLine(Entry entry, Entry other) {
        return other.queue.equals(entry.queue) && Objects.equals(other.key, entry.key);
    }

    /** In no time before now did more start than the bucket can have given. */
    private static void requirePermit(RateLimit rate, List<Instant> starts, Instant now) {
        starts.add(now);
        for (int i = 0; i < starts.size(); i++) {
            long started = starts.size() - i;
            long most = rate.permits() + Duration.between(starts.get(i), now).dividedBy(rate.interval());
            Promise.RATE_HOLDS.require(
                    started <= most,
                    "%s jobs started from %s to %s, at most %s may",
                    started,
                    starts.get(i),
                    now,
                    most);
        }
    }
}
