package systems.blackroad.store.redis;

import static systems.blackroad.store.redis.RedisLink.asList;
import static systems.blackroad.store.redis.RedisLink.bytes;
import static systems.blackroad.store.redis.RedisLink.number;
import static systems.blackroad.store.redis.RedisLink.text;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;
import systems.blackroad.api.store.StoredEvent;

/**
 * Sessions in Redis. A batch of appends is one pipeline of one script each, followed by one hint: one round trip. A new
 * session enters the lists before its first event is written, so that none is missing from them; entries whose session was
 * never created are passed over.
 */
final class RedisSessionStore implements SessionStore {

    /** From when on a list entry without a session is certainly none that is being created. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final RedisLink link;
    private final Keys keys;
    private final Hints hints;
    private final Durability durability;
    private final StoreTime time;
    private final RedisLife life;
    private final RedisSlots slots;

    RedisSessionStore(RedisLink link, Hints hints, Durability durability, StoreTime time) {
        this.link = link;
        this.keys = link.keys();
        this.hints = hints;
        this.durability = durability;
        this.time = time;
        this.slots = new RedisSlots(link, time);
        this.life = new RedisLife(link, time, slots, this::headsOf);
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireBatch(batch);
        String epoch = link.epoch();
        List<CompletionStage<?>> listed = new ArrayList<>();
        List<CompletionStage<List<Object>>> answers = new ArrayList<>();
        for (Append append : batch) {
            listed.addAll(life.announce(append));
            if (append.expectedRevision() == 0) {
                byte[] member = member(append);
                listed.add(link.commands().zadd(keys.allSessions(), 0, member));
                listed.add(link.commands().zadd(keys.sessionsOf(append.user()), 0, member));
            }
        }
        for (Append append : batch) {
            answers.add(link.run(
                    Scripts.APPEND, ScriptOutputType.MULTI, keys.all(append.session()), appendArgs(append, epoch)));
        }
        CompletionStage<?> hinted = link.commands()
                .publish(
                        keys.hints(),
                        bytes(Hints.message(batch.stream().map(Append::session).toList())));
        List<AppendResult> results = collect(batch, answers, listed);
        hinted.exceptionally(lost -> null);
        return results;
    }

    private List<AppendResult> collect(
            List<Append> batch, List<CompletionStage<List<Object>>> answers, List<CompletionStage<?>> listed) {
        List<AppendResult> results = new ArrayList<>();
        List<BlackRoadException> failures = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Append append = batch.get(i);
            try {
                results.add(result(append, link.get(answers.get(i))));
            } catch (RedisException e) {
                failures.add(Failures.writing("append to session " + append.session(), e));
            }
        }
        for (CompletionStage<?> entry : listed) {
            try {
                link.get(entry);
            } catch (RedisException e) {
                failures.add(Failures.writing("listing a new session", e));
            }
        }
        if (!failures.isEmpty()) {
            boolean allRefused = results.isEmpty() && failures.stream().allMatch(RefusedException.class::isInstance);
            throw allRefused
                    ? failures.get(0)
                    : new UnknownOutcomeException(
                            ErrorCode.STORE_UNKNOWN,
                            failures.size() + " of the calls for a batch of " + batch.size()
                                    + " appends failed, so some may have happened; read the sessions",
                            failures.get(0));
        }
        return results;
    }

    private AppendResult result(Append append, List<Object> answer) {
        if (answer.size() == 1) {
            forgetEntry(append, null);
            return new AppendResult.Conflict(null);
        }
        SessionHead head = Entries.head(append.session(), asList(answer.get(1)));
        long outcome = number(answer.get(0));
        if (outcome == 1) {
            return new AppendResult.Appended(head);
        }
        forgetEntry(append, head);
        return outcome == 2 ? new AppendResult.Expired(head) : new AppendResult.Conflict(head);
    }

    /** Takes back the list entry of a creation that came too late, unless it is the session's own. */
    private void forgetEntry(Append append, @Nullable SessionHead actual) {
        if (append.expectedRevision() != 0) {
            return;
        }
        byte[] member = member(append);
        boolean own = actual != null && text(member).equals(Keys.member(actual.createdAt(), actual.id()));
        if (!own) {
            link.commands().zrem(keys.allSessions(), member);
        }
        if (!own || actual == null || !append.user().equals(actual.user())) {
            link.commands().zrem(keys.sessionsOf(append.user()), member);
        }
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        if (afterRevision < 0 || snapshotUpTo < 0) {
            throw new IllegalArgumentException(
                    "afterRevision and snapshotUpTo must be at least 0, got " + afterRevision + " and " + snapshotUpTo);
        }
        if (maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException("maxEvents must be 0 to " + MAX_READ + ", got " + maxEvents);
        }
        List<Object> answer = link.await(
                "reading session " + session, readScript(session, afterRevision, snapshotUpTo, maxEvents), false);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<Object> kept = asList(answer.get(1));
        SessionSnapshot snapshot = kept.isEmpty()
                ? null
                : new SessionSnapshot(number(kept.get(0)), Entries.payload(kept.get(1), kept.get(2), kept.get(3)));
        return Optional.of(new SessionSlice(
                Entries.head(session, asList(answer.get(0))), snapshot, Entries.events(asList(answer.get(2)))));
    }

    private CompletionStage<List<Object>> readScript(
            SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        return link.run(
                Scripts.READ,
                ScriptOutputType.MULTI,
                new String[] {keys.head(session), keys.events(session), keys.snapshot(session)},
                bytes(afterRevision),
                bytes(snapshotUpTo),
                bytes(maxEvents),
                bytes(link.epoch()));
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        requireBatch(sessions);
        return headsOf(List.copyOf(sessions));
    }

    private Map<SessionId, SessionHead> headsOf(List<SessionId> sessions) {
        List<CompletionStage<List<Object>>> answers =
                sessions.stream().map(id -> readScript(id, 0, NO_SNAPSHOT, 0)).toList();
        Map<SessionId, SessionHead> heads = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            List<Object> answer = link.await("reading the head of a session", answers.get(i), false);
            if (!answer.isEmpty()) {
                heads.put(sessions.get(i), Entries.head(sessions.get(i), asList(answer.get(0))));
            }
        }
        return heads;
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        CompletionStage<List<Object>> answer = link.run(
                Scripts.COMMAND,
                ScriptOutputType.MULTI,
                new String[] {keys.events(session), keys.commands(session)},
                bytes(command.toString()));
        return Entries.events(link.await("reading command " + command, answer, false));
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        CompletionStage<Long> kept = link.run(
                Scripts.SNAPSHOT,
                ScriptOutputType.INTEGER,
                new String[] {keys.head(session), keys.snapshot(session)},
                bytes(snapshot.revision()),
                bytes(snapshot.payload().type()),
                bytes(snapshot.payload().version()),
                snapshot.payload().bytes(),
                bytes(epoch),
                bytes(link.epoch()));
        return link.await("saving a snapshot of session " + session, kept, true) == 1;
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        String key = user == null ? keys.allSessions() : keys.sessionsOf(user);
        List<SessionHead> found = new ArrayList<>();
        String cursor = after == null ? null : Entries.requireMember(after);
        while (true) {
            List<String> members = members(key, cursor, limit + 1);
            Map<SessionId, SessionHead> heads =
                    headsOf(members.stream().map(Keys::sessionOf).distinct().toList());
            for (String member : members) {
                SessionHead head = heads.get(Keys.sessionOf(member));
                if (head == null) {
                    removeIfAbandoned(key, member);
                } else if (head.status() != SessionStatus.DELETED
                        && member.equals(Keys.member(head.createdAt(), head.id()))) {
                    if (found.size() == limit) {
                        return new Page<>(found, cursor);
                    }
                    found.add(head);
                }
                cursor = member;
            }
            if (members.size() <= limit) {
                return new Page<>(found, null);
            }
        }
    }

    private List<String> members(String key, @Nullable String before, int limit) {
        Range<byte[]> range = before == null
                ? Range.unbounded()
                : Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(bytes(before)));
        return link
                .await("listing sessions", link.commands().zrevrangebylex(key, range, Limit.from(limit)), false)
                .stream()
                .map(RedisLink::text)
                .toList();
    }

    private void removeIfAbandoned(String key, String member) {
        if (Entries.createdAt(member).isBefore(time.roughly().minus(ABANDONED))) {
            link.commands().zrem(key, bytes(member));
        }
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        requireBatch(sessions);
        return life.touch(sessions);
    }

    @Override
    public List<SessionHead> expired(int limit) {
        requireLimit(limit);
        return life.expired(limit);
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        if (upTo < 0 || keep.isNegative()) {
            throw new IllegalArgumentException(
                    "upTo and keep of a trim must not be negative, got " + upTo + " and " + keep);
        }
        return life.trim(session, epoch, upTo, keep);
    }

    @Override
    public boolean delete(SessionId session) {
        return life.delete(session);
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        requireLimit(limit);
        if (endedFor.isNegative()) {
            throw new IllegalArgumentException("endedFor must not be negative, got " + endedFor);
        }
        return life.purge(endedFor, limit);
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        return slots.reserveSlot(user, session, limit);
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return slots.confirmSlot(user, session);
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        slots.freeSlot(user, session);
    }

    private static void requireBatch(Set<SessionId> sessions) {
        if (sessions.size() > MAX_BATCH) {
            throw new IllegalArgumentException("at most " + MAX_BATCH + " sessions, got " + sessions.size());
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_BATCH) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_BATCH + ", got " + limit);
        }
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void newEpoch() {
        link.newEpoch();
    }

    private static void requireBatch(List<Append> batch) {
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch must have 1 to " + MAX_BATCH + " appends, got " + batch.size());
        }
        Set<SessionId> sessions =
                batch.stream().map(Append::session).collect(Collectors.toCollection(LinkedHashSet::new));
        if (sessions.size() < batch.size()) {
            throw new IllegalArgumentException("a batch must have at most one append per session");
        }
    }

    private static byte[] member(Append append) {
        return bytes(Keys.member(append.events().get(0).at(), append.session()));
    }

    private byte[][] appendArgs(Append append, String epoch) {
        List<byte[]> args = new ArrayList<>();
        args.add(bytes(append.expectedRevision()));
        args.add(bytes(append.expectedEpoch() == null ? "" : append.expectedEpoch()));
        args.add(bytes(epoch));
        args.add(bytes(append.statusAfter().name()));
        args.add(bytes(append.user().value()));
        args.add(time.argument());
        args.add(millis(append.terms().idleTimeout()));
        args.add(millis(append.terms().absoluteTimeout()));
        args.add(bytes(append.onlyIfExpired() ? 1 : 0));
        args.add(bytes(append.events().size()));
        append.events().forEach(event -> Entries.addFields(event, args));
        return args.toArray(byte[][]::new);
    }

    private static byte[] millis(@Nullable Duration bound) {
        return bound == null ? new byte[0] : bytes(bound.toMillis());
    }
}
