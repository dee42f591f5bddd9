package systems.blackroad.store.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.AppendResult.Expired;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;

/** Appends in batches: one statement for those that win, and one more that reads the heads of those that do not. */
final class SessionAppends {

    /** For so many batches heads are locked in order after another node was met at the same sessions. */
    private static final int WARY = 1_000;

    private final Database db;
    private final SessionReads reads;
    /** How many batches are still to lock heads in order. */
    private final AtomicInteger wary = new AtomicInteger();

    SessionAppends(Database db, SessionReads reads) {
        this.db = db;
        this.reads = reads;
    }

    /**
     * What an append that won found out.
     *
     * @param session which
     * @param owner as stored
     * @param createdAt as stored, in epoch milliseconds
     * @param epoch the epoch that it was appended in
     * @param activeAt as stored now
     * @param expiresAt when it expires if it is still live, as stored now
     */
    record Won(String session, String owner, long createdAt, String epoch, long activeAt, long expiresAt) {}

    List<AppendResult> append(List<Append> batch) {
        requireDistinct(batch);
        List<Append> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparing(append -> append.session().value()));
        AtomicInteger tries = new AtomicInteger();
        Map<String, Won> won = db
                .writeWhole(handle -> {
                    if (tries.getAndIncrement() > 0) {
                        wary.set(WARY);
                    }
                    return db.dialect().append(db, handle, sorted, isWary());
                })
                .stream()
                .collect(Collectors.toMap(Won::session, winner -> winner));
        Map<SessionId, SessionReads.Judged> others = won.size() == batch.size() ? Map.of() : headsOfLosers(batch, won);
        List<AppendResult> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            Won winner = won.get(append.session().value());
            results.add(
                    winner == null ? lost(append, others.get(append.session())) : new Appended(head(append, winner)));
        }
        if (results.stream().anyMatch(Conflict.class::isInstance)) {
            wary.set(WARY);
        }
        return results;
    }

    private boolean isWary() {
        return wary.get() > 0 && wary.getAndDecrement() > 0;
    }

    private static AppendResult lost(Append append, SessionReads.@Nullable Judged other) {
        if (other == null) {
            return new Conflict(null);
        }
        return other.expired() && !append.onlyIfExpired() ? new Expired(other.head()) : new Conflict(other.head());
    }

    private Map<SessionId, SessionReads.Judged> headsOfLosers(List<Append> batch, Map<String, Won> won) {
        Set<SessionId> losers = new HashSet<>();
        for (Append append : batch) {
            if (!won.containsKey(append.session().value())) {
                losers.add(append.session());
            }
        }
        try {
            return reads.judged(losers);
        } catch (RuntimeException e) {
            // The winners stand already, so this is no refusal of the whole batch.
            throw won.isEmpty() ? e : db.unknown(e);
        }
    }

    private static SessionHead head(Append append, Won winner) {
        return new SessionHead(
                append.session(),
                UserId.of(winner.owner()),
                append.statusAfter(),
                append.events().get(append.events().size() - 1).revision(),
                winner.epoch(),
                Instant.ofEpochMilli(winner.createdAt()),
                append.events().get(append.events().size() - 1).at(),
                Instant.ofEpochMilli(winner.activeAt()),
                SessionReads.deadline(append.statusAfter(), winner.expiresAt()));
    }

    private static void requireDistinct(List<Append> batch) {
        if (batch.isEmpty() || batch.size() > SessionStore.MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a batch must have 1 to " + SessionStore.MAX_BATCH + " appends, got " + batch.size());
        }
        Map<SessionId, Append> seen = new HashMap<>();
        for (Append append : batch) {
            if (seen.put(append.session(), append) != null) {
                throw new IllegalArgumentException(
                        "a batch must have at most one append per session, got two for " + append.session());
            }
        }
    }
}
