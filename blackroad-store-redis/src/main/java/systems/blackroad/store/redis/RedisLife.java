package systems.blackroad.store.redis;

import static systems.blackroad.store.redis.RedisLink.asList;
import static systems.blackroad.store.redis.RedisLink.bytes;
import static systems.blackroad.store.redis.RedisLink.number;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;

/** Activity, deadlines and retention of sessions in Redis. Thread-safe. */
final class RedisLife {

    private final RedisLink link;
    private final Keys keys;
    private final StoreTime time;
    private final RedisSlots slots;
    private final Function<List<SessionId>, Map<SessionId, SessionHead>> heads;
    private final RedisIndex deadlines;
    private final RedisIndex ended;
    private final RedisIndex deleted;

    RedisLife(
            RedisLink link,
            StoreTime time,
            RedisSlots slots,
            Function<List<SessionId>, Map<SessionId, SessionHead>> heads) {
        this.link = link;
        this.keys = link.keys();
        this.time = time;
        this.slots = slots;
        this.heads = heads;
        this.deadlines = new RedisIndex(link, keys.deadlines(), time, heads, SessionHead::expiresAt);
        this.ended = new RedisIndex(link, keys.ended(), time, heads, this::endedAt);
        this.deleted = new RedisIndex(
                link,
                keys.deleted(),
                time,
                heads,
                head -> head.status() == SessionStatus.DELETED ? head.activeAt() : null);
    }

    /** A live session may be about to end: its entry waits on. */
    private @Nullable Instant endedAt(SessionHead head) {
        return switch (head.status()) {
            case LIVE -> time.roughly().plusMillis(1);
            case ENDED -> head.activeAt();
            case DELETED -> null;
        };
    }

    /** Enters what {@code append} may bring about; to be sent before it. */
    List<CompletionStage<?>> announce(Append append) {
        List<CompletionStage<?>> announced = new ArrayList<>();
        boolean bounded =
                append.terms().idle().isPresent() || append.terms().absolute().isPresent();
        if (append.expectedRevision() == 0 && bounded) {
            announced.add(deadlines.announce(append.session()));
        }
        if (append.statusAfter() == SessionStatus.ENDED) {
            announced.add(ended.announce(append.session()));
        }
        return announced;
    }

    Set<SessionId> touch(Set<SessionId> sessions) {
        List<SessionId> asked = List.copyOf(sessions);
        byte[] epoch = bytes(link.epoch());
        byte[] now = time.argument();
        List<CompletionStage<Long>> answers = new ArrayList<>();
        for (SessionId session : asked) {
            answers.add(
                    link.run(Scripts.TOUCH, ScriptOutputType.INTEGER, new String[] {keys.head(session)}, now, epoch));
        }
        Set<SessionId> live = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            if (link.await("touching session " + asked.get(i), answers.get(i), true) == 1) {
                live.add(asked.get(i));
            }
        }
        return Set.copyOf(live);
    }

    List<SessionHead> expired(int limit) {
        return deadlines.due(Duration.ZERO, limit);
    }

    long trim(SessionId session, String epoch, long upTo, Duration keep) {
        CompletionStage<Long> first = link.run(
                Scripts.TRIM,
                ScriptOutputType.INTEGER,
                keys.all(session),
                bytes(epoch),
                bytes(link.epoch()),
                bytes(upTo),
                RedisIndex.millis(keep),
                time.argument());
        return link.await("trimming session " + session, first, true);
    }

    boolean delete(SessionId session) {
        SessionHead head = heads.apply(List.of(session)).get(session);
        return head != null && delete(head, Duration.ZERO) > 0;
    }

    int purge(Duration endedFor, int limit) {
        for (SessionHead gone : deleted.due(SessionStore.TOMBSTONE, limit)) {
            forget(gone);
        }
        int purged = 0;
        for (SessionHead head : ended.due(endedFor, limit)) {
            purged += delete(head, endedFor) == 1 ? 1 : 0;
        }
        return purged;
    }

    /**
     * Answers 1 if the session was deleted now, 2 if before, and else 0. Its slot is of another partition and so is freed
     * first: nobody finds it any more once the server has let the tombstone go.
     */
    private long delete(SessionHead head, Duration endedFor) {
        if (head.status() == SessionStatus.LIVE) {
            return 0;
        }
        SessionId session = head.id();
        CompletionStage<?> freed = slots.freeing(head.user(), session);
        link.await("indexing session " + session, deleted.announce(session), true);
        link.await("freeing the slot of session " + session, freed, true);
        CompletionStage<List<Object>> answer = link.run(
                Scripts.DELETE,
                ScriptOutputType.MULTI,
                keys.all(session),
                time.argument(),
                bytes(link.epoch()),
                RedisIndex.millis(endedFor),
                bytes(SessionStore.TOMBSTONE.toSeconds()));
        List<Object> result = link.await("deleting session " + session, answer, true);
        long outcome = number(result.get(0));
        if (outcome > 0) {
            unlist(Entries.head(session, asList(result.get(1))));
        }
        return outcome;
    }

    private void forget(SessionHead head) {
        CompletionStage<Long> gone = link.run(
                Scripts.FORGET,
                ScriptOutputType.INTEGER,
                new String[] {keys.head(head.id())},
                time.argument(),
                bytes(link.epoch()),
                RedisIndex.millis(SessionStore.TOMBSTONE));
        if (link.await("forgetting session " + head.id(), gone, true) == 1) {
            unlist(head);
            link.commands().zrem(keys.deleted(), bytes(head.id().value()));
        }
    }

    /** Takes a deleted session out of the lists; one that stays there is passed over. */
    private void unlist(SessionHead head) {
        byte[] member = bytes(Keys.member(head.createdAt(), head.id()));
        link.commands().zrem(keys.allSessions(), member);
        link.commands().zrem(keys.sessionsOf(head.user()), member);
        link.commands().zrem(keys.deadlines(), bytes(head.id().value()));
        link.commands().zrem(keys.ended(), bytes(head.id().value()));
    }
}
