package systems.blackroad.host;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/** Which users may watch which sessions of others. Thread-safe. */
final class Shares {

    /** The most users that one session is shared with. */
    static final int MAX_USERS = 64;

    private final HostDatabase database;
    private final InstantSource clock;

    Shares(HostDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Lets a user watch; nothing if the user may already. Ends the request if the session has {@value #MAX_USERS}. */
    void add(SessionId session, UserId user) {
        int made = database.update(
                "INSERT INTO host_share (session_id, user_id, created_at) SELECT ?, ?, ? WHERE"
                        + " (SELECT COUNT(*) FROM host_share WHERE session_id = ?) < ? ON CONFLICT DO NOTHING",
                session.value(),
                user.value(),
                clock.millis(),
                session.value(),
                MAX_USERS);
        if (made == 0 && !allows(session, user)) {
            throw Problem.of(
                            422,
                            "LIMIT_EXCEEDED",
                            "a session is shared with at most " + MAX_USERS + " users; revoke one first")
                    .exception();
        }
    }

    /** Ends a user's right to watch; nothing if there was none. */
    void revoke(SessionId session, UserId user) {
        database.update("DELETE FROM host_share WHERE session_id = ? AND user_id = ?", session.value(), user.value());
    }

    /** Whether the user may watch a session that is not the user's own. One round trip. */
    boolean allows(SessionId session, UserId user) {
        return !database.list(
                        row -> true,
                        "SELECT 1 FROM host_share WHERE session_id = ? AND user_id = ?",
                        session.value(),
                        user.value())
                .isEmpty();
    }

    /** Those who may watch the session, by their ids. */
    List<User> users(SessionId session) {
        return database.list(
                Users::read,
                "SELECT u.id, u.username, u.display_name, u.role FROM host_share s JOIN host_user u ON u.id = s.user_id"
                        + " WHERE s.session_id = ? ORDER BY u.id",
                session.value());
    }

    /** Forgets a user who is being removed. */
    static void removeAll(Connection connection, UserId user) throws SQLException {
        HostDatabase.update(connection, "DELETE FROM host_share WHERE user_id = ?", user.value());
    }
}
