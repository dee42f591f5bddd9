package systems.blackroad.store.redis;

import static systems.blackroad.store.redis.RedisLink.asList;
import static systems.blackroad.store.redis.RedisLink.bytes;
import static systems.blackroad.store.redis.RedisLink.number;
import static systems.blackroad.store.redis.RedisLink.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.StoredEvent;

/** How heads and events read and write as the fields that the scripts know. */
final class Entries {

    private static final Pattern MEMBER = Pattern.compile("[0-9]{16}:[A-Za-z0-9_-]{1,64}");

    private Entries() {}

    /** Adds the nine fields of an event in the order in which the append script takes them. */
    static void addFields(StoredEvent event, List<byte[]> args) {
        args.add(bytes(event.at().toEpochMilli()));
        args.add(bytes(event.actor().value()));
        args.add(bytes(event.command().client().value()));
        args.add(bytes(event.command().sequence()));
        args.add(bytes(event.bodyHash()));
        args.add(bytes(event.trace() == null ? "" : event.trace()));
        args.add(bytes(event.payload().type()));
        args.add(bytes(event.payload().version()));
        args.add(event.payload().bytes());
    }

    /** The events of a stream range: each an id, {@code <revision>-0}, and the nine fields' names and values, in order. */
    static List<StoredEvent> events(List<Object> entries) {
        List<StoredEvent> events = new ArrayList<>();
        for (Object entry : entries) {
            String id = text(asList(entry).get(0));
            List<Object> pairs = asList(asList(entry).get(1));
            events.add(event(Long.parseLong(id.substring(0, id.indexOf('-'))), pairs));
        }
        return events;
    }

    private static StoredEvent event(long revision, List<Object> pairs) {
        String trace = text(pairs.get(11));
        return new StoredEvent(
                revision,
                Instant.ofEpochMilli(number(pairs.get(1))),
                UserId.of(text(pairs.get(3))),
                new CommandId(ClientId.of(text(pairs.get(5))), number(pairs.get(7))),
                text(pairs.get(9)),
                trace.isEmpty() ? null : trace,
                payload(pairs.get(13), pairs.get(15), pairs.get(17)));
    }

    static Payload payload(Object type, Object version, Object data) {
        return Payload.of(text(type), Math.toIntExact(number(version)), (byte[]) data);
    }

    /** The head whose fields are user, status, revision, epoch, created, updated, active and expires. */
    static SessionHead head(SessionId session, List<Object> fields) {
        return new SessionHead(
                session,
                UserId.of(text(fields.get(0))),
                SessionStatus.valueOf(text(fields.get(1))),
                number(fields.get(2)),
                text(fields.get(3)),
                Instant.ofEpochMilli(number(fields.get(4))),
                Instant.ofEpochMilli(number(fields.get(5))),
                Instant.ofEpochMilli(number(fields.get(6))),
                text(fields.get(7)).isEmpty() ? null : Instant.ofEpochMilli(number(fields.get(7))));
    }

    /** Returns {@code cursor} if it is a list entry's text, as pages give it out. */
    static String requireMember(String cursor) {
        if (!MEMBER.matcher(cursor).matches()) {
            throw new IllegalArgumentException("after must be the 'next' of an earlier page");
        }
        return cursor;
    }

    static Instant createdAt(String member) {
        return Instant.ofEpochMilli(Long.parseLong(member.substring(0, member.indexOf(':'))));
    }
}
