package systems.blackroad.store.redis;

import java.time.Instant;
import java.util.Locale;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * The names of all keys of one namespace. A session's keys share a hash tag, so that one script may touch them all; the
 * lists across sessions are sorted sets whose members sort by creation time and id.
 */
final class Keys {

    private final String namespace;

    Keys(String namespace) {
        this.namespace = namespace;
    }

    String head(SessionId session) {
        return namespace + ":{" + session + "}:head";
    }

    String events(SessionId session) {
        return namespace + ":{" + session + "}:events";
    }

    String commands(SessionId session) {
        return namespace + ":{" + session + "}:commands";
    }

    String snapshot(SessionId session) {
        return namespace + ":{" + session + "}:snapshot";
    }

    /** Head, events, commands and snapshots, in this order. */
    String[] all(SessionId session) {
        return new String[] {head(session), events(session), commands(session), snapshot(session)};
    }

    String slots(UserId user) {
        return namespace + ":slots:{" + user + "}";
    }

    String deadlines() {
        return namespace + ":deadlines";
    }

    String ended() {
        return namespace + ":ended";
    }

    String deleted() {
        return namespace + ":deleted";
    }

    String epoch() {
        return namespace + ":epoch";
    }

    String hints() {
        return namespace + ":hints";
    }

    String allSessions() {
        return namespace + ":sessions";
    }

    String sessionsOf(UserId user) {
        return namespace + ":sessions:" + user;
    }

    static String member(Instant created, SessionId session) {
        return String.format(Locale.ROOT, "%016d:%s", created.toEpochMilli(), session);
    }

    static SessionId sessionOf(String member) {
        return SessionId.of(member.substring(member.indexOf(':') + 1));
    }
}
