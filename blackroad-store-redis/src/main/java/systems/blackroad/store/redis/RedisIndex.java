package systems.blackroad.store.redis;

import static systems.blackroad.store.redis.RedisLink.bytes;
import static systems.blackroad.store.redis.RedisLink.text;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionHead;

/**
 * Sessions by the instant at which something is due with them. The heads are the truth: an entry is announced before the
 * write that makes it true, and its score is never later than what the head says, so that none is missed. A search reads
 * the heads of what may be due and puts right the scores that are too early; hence activity does not touch the index.
 */
final class RedisIndex {

    /** From when on an announcement without a session is certainly none of one that is being created. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int PAGE = 256;
    private static final int MAX_PASSES = 100;
    /** Longer than any time that anyone waits for. */
    private static final long FOREVER = Duration.ofDays(365_000).toMillis();

    private final RedisLink link;
    private final String key;
    private final StoreTime time;
    private final Function<List<SessionId>, Map<SessionId, SessionHead>> heads;
    private final Function<SessionHead, @Nullable Instant> dueAt;

    /**
     * Makes an index.
     *
     * @param dueAt the instant of a session, or null if it never belongs here any more
     */
    RedisIndex(
            RedisLink link,
            String key,
            StoreTime time,
            Function<List<SessionId>, Map<SessionId, SessionHead>> heads,
            Function<SessionHead, @Nullable Instant> dueAt) {
        this.link = link;
        this.key = key;
        this.time = time;
        this.heads = heads;
        this.dueAt = dueAt;
    }

    /** How long ago at most, as the scripts take it. */
    static byte[] millis(Duration ago) {
        return bytes(ago.compareTo(Duration.ofMillis(FOREVER)) > 0 ? FOREVER : ago.toMillis());
    }

    /** Enters a session about which something is written next; a score below 0 says when it was announced. */
    CompletionStage<?> announce(SessionId session) {
        return link.commands().zadd(key, -time.roughly().toEpochMilli(), bytes(session.value()));
    }

    /** What is due for at least {@code ago}, the longest first. */
    List<SessionHead> due(Duration ago, int limit) {
        List<SessionHead> found = new ArrayList<>();
        Set<String> kept = new TreeSet<>();
        Set<String> righted = new TreeSet<>();
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            found.clear();
            Map<String, Double> entries = entries(ago, kept.size());
            Map<SessionId, SessionHead> known =
                    heads.apply(entries.keySet().stream().map(SessionId::of).toList());
            boolean changed = false;
            for (Map.Entry<String, Double> entry : entries.entrySet()) {
                SessionHead head = known.get(SessionId.of(entry.getKey()));
                Instant due = head == null ? null : dueAt.apply(head);
                if (head != null
                        && due != null
                        && due.toEpochMilli() == entry.getValue().longValue()) {
                    found.add(head);
                } else if (head == null && isUnderWay(entry.getValue()) || !righted.add(entry.getKey())) {
                    kept.add(entry.getKey());
                } else {
                    putRight(entry, due);
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        return found.size() > limit ? List.copyOf(found.subList(0, limit)) : List.copyOf(found);
    }

    private Map<String, Double> entries(Duration ago, int skipped) {
        CompletionStage<List<Object>> answer = link.run(
                Scripts.DUE,
                ScriptOutputType.MULTI,
                new String[] {key},
                time.argument(),
                millis(ago),
                bytes(skipped),
                bytes(PAGE));
        List<Object> pairs = link.await("searching what is due", answer, false);
        Map<String, Double> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            entries.put(text(pairs.get(i)), Double.valueOf(text(pairs.get(i + 1))));
        }
        return entries;
    }

    private boolean isUnderWay(double score) {
        return score < 0 && -score > time.roughly().minus(ABANDONED).toEpochMilli();
    }

    private void putRight(Map.Entry<String, Double> entry, @Nullable Instant due) {
        byte[] member = bytes(entry.getKey());
        if (due != null) {
            link.await("indexing a session", link.commands().zadd(key, due.toEpochMilli(), member), true);
            return;
        }
        CompletionStage<Long> gone = link.run(
                Scripts.UNLIST,
                ScriptOutputType.INTEGER,
                new String[] {key},
                member,
                bytes(Long.toString(entry.getValue().longValue())));
        link.await("indexing a session", gone, true);
    }
}
