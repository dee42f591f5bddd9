package systems.blackroad.store.redis;

import static systems.blackroad.store.redis.RedisLink.bytes;

import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SlotOutcome;

/** The numbered slots of users in Redis: one hash for each user, changed by one script. Thread-safe. */
final class RedisSlots implements SessionSlots {

    private final RedisLink link;
    private final StoreTime time;

    RedisSlots(RedisLink link, StoreTime time) {
        this.link = link;
        this.time = time;
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        if (limit < 1 || limit > MAX_SLOTS) {
            throw new IllegalArgumentException("limit of slots must be 1 to " + MAX_SLOTS + ", got " + limit);
        }
        List<String> answer = run("reserve", user, session, limit);
        return switch (answer.get(0)) {
            case "granted" -> new SlotOutcome.Granted(Integer.parseInt(answer.get(1)));
            case "held" -> new SlotOutcome.Held(Integer.parseInt(answer.get(1)));
            default ->
                new SlotOutcome.Full(answer.stream().skip(1).map(SessionId::of).toList());
        };
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return run("confirm", user, session, 0).equals(List.of("yes"));
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        run("free", user, session, 0);
    }

    /** Frees a slot, to be awaited before the session's head may go. */
    CompletionStage<?> freeing(UserId user, SessionId session) {
        return send("free", user, session, 0);
    }

    private List<String> run(String action, UserId user, SessionId session, int limit) {
        return link.await("slots of user " + user, send(action, user, session, limit), true).stream()
                .map(RedisLink::text)
                .toList();
    }

    private CompletionStage<List<Object>> send(String action, UserId user, SessionId session, int limit) {
        return link.run(
                Scripts.SLOTS,
                ScriptOutputType.MULTI,
                new String[] {link.keys().slots(user)},
                bytes(action),
                bytes(session.value()),
                bytes(limit),
                time.argument(),
                bytes(RESERVATION.toMillis()));
    }
}
