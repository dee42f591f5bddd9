package systems.blackroad.host;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;

/** The users of this host and their passwords. Thread-safe. */
final class Users {

    static final String USERNAME_FORM = "1 to 64 letters, digits or . _ @ -";

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final String SELECT = "SELECT id, username, display_name, role FROM host_user";
    private static final String INSERT =
            "INSERT INTO host_user (id, username, display_name, role, password_hash, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final HostDatabase database;
    private final Passwords passwords;
    private final InstantSource clock;
    private final SecureRandom random;

    Users(HostDatabase database, Passwords passwords, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.passwords = passwords;
        this.clock = clock;
        this.random = random;
    }

    static boolean isUsername(String text) {
        return USERNAME.matcher(text).matches();
    }

    /**
     * The user of this name, made if there is none; one that exists stays as it is.
     *
     * @param password the password, or null for none: then only a ticket signs in
     */
    User createIfAbsent(String username, String displayName, Role role, @Nullable String password) {
        Optional<User> present = find(username);
        if (present.isPresent()) {
            return present.get();
        }
        database.update(
                INSERT,
                username,
                username,
                displayName,
                role.wireName(),
                password == null ? null : passwords.hash(password),
                clock.millis());
        return find(username).orElseThrow(() -> new IllegalStateException("user " + username + " vanished"));
    }

    /**
     * Makes a user; nothing if the name is taken. The id has a random part, so that a user who is given the name of a deleted
     * one does not find the other's desktops.
     */
    Optional<User> create(String username, String displayName, Role role, String password) {
        byte[] fresh = new byte[8];
        random.nextBytes(fresh);
        UserId id = UserId.of(username + "." + HexFormat.of().formatHex(fresh));
        int made = database.update(
                INSERT, id.value(), username, displayName, role.wireName(), passwords.hash(password), clock.millis());
        return made == 0 ? Optional.empty() : Optional.of(new User(id, username, displayName, role));
    }

    /** What is to change of a user; null leaves a part as it is. */
    record Change(
            @Nullable Role role,
            @Nullable String displayName,
            @Nullable String password) {

        boolean isEmpty() {
            return role == null && displayName == null && password == null;
        }

        @Override
        public String toString() {
            return "a change of a user";
        }
    }

    /**
     * Changes a user, and ends the user's sign-ins if the role becomes another or a password is given, all or nothing. A user
     * that is not there, and a last administrator who would be none, end the request with a problem document.
     *
     * @return the sign-ins that ended
     */
    List<String> change(UserId id, Change change, SignIns signIns) {
        String hash = change.password() == null ? null : passwords.hash(change.password());
        return database.inTransaction(connection -> {
            int admins = lockAdmins(connection);
            User user = require(connection, id);
            Role role = Objects.requireNonNullElse(change.role(), user.role());
            if (role != Role.ADMIN) {
                requireOtherAdmin(user, admins);
            }
            HostDatabase.update(
                    connection,
                    "UPDATE host_user SET role = COALESCE(?, role), display_name = COALESCE(?, display_name),"
                            + " password_hash = COALESCE(?, password_hash) WHERE id = ?",
                    change.role() == null ? null : role.wireName(),
                    change.displayName(),
                    hash,
                    id.value());
            return hash != null || role != user.role() ? signIns.endAll(connection, id) : List.of();
        });
    }

    /** Removes a user with the sign-ins, which are returned; refuses as {@link #change} does. */
    List<String> delete(UserId id, SignIns signIns) {
        return database.inTransaction(connection -> {
            int admins = lockAdmins(connection);
            requireOtherAdmin(require(connection, id), admins);
            List<String> ended = signIns.removeAll(connection, id);
            Shares.removeAll(connection, id);
            HostDatabase.update(connection, "DELETE FROM host_user WHERE id = ?", id.value());
            return ended;
        });
    }

    /** Users in the order of their ids, those after {@code after} or all. */
    Page<User> list(@Nullable UserId after, int limit) {
        List<User> found = database.list(
                Users::read,
                SELECT + " WHERE id > ? ORDER BY id LIMIT ?",
                after == null ? "" : after.value(),
                limit + 1);
        boolean more = found.size() > limit;
        List<User> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? items.get(limit - 1).id().value() : null);
    }

    static Problem notFound() {
        return Problem.of(404, "USER_NOT_FOUND", "no user has this id; list them with GET /api/auth/users");
    }

    Optional<User> find(String username) {
        return database.list(Users::read, SELECT + " WHERE username = ?", username).stream()
                .findFirst();
    }

    Optional<User> find(UserId id) {
        return database.list(Users::read, SELECT + " WHERE id = ?", id.value()).stream()
                .findFirst();
    }

    /** Whether the user can sign in with a password. */
    boolean hasPassword(User user) {
        return !database.list(
                        row -> true,
                        "SELECT 1 FROM host_user WHERE id = ? AND password_hash IS NOT NULL",
                        user.id().value())
                .isEmpty();
    }

    /** The user whose name and password these are; takes equally long whether or not there is such a user. */
    Optional<User> verify(String username, String password) {
        List<Candidate> found = database.list(
                row -> new Candidate(read(row), row.getString(5)),
                "SELECT id, username, display_name, role, password_hash FROM host_user WHERE username = ?",
                username);
        Candidate candidate = found.isEmpty() ? null : found.get(0);
        boolean matches = passwords.matches(password, candidate == null ? null : candidate.hash());
        return candidate != null && matches ? Optional.of(candidate.user()) : Optional.empty();
    }

    /** Counts the administrators and keeps them as they are until the transaction ends, in every kind of database. */
    private static int lockAdmins(Connection connection) throws SQLException {
        return HostDatabase.update(
                connection, "UPDATE host_user SET role = role WHERE role = ?", Role.ADMIN.wireName());
    }

    private static User require(Connection connection, UserId id) throws SQLException {
        return HostDatabase.list(connection, Users::read, SELECT + " WHERE id = ?", id.value()).stream()
                .findFirst()
                .orElseThrow(() -> notFound().exception());
    }

    private static void requireOtherAdmin(User user, int admins) {
        if (user.role() == Role.ADMIN && admins < 2) {
            throw Problem.of(409, "LAST_ADMIN", "this is the last administrator; make another one first")
                    .exception();
        }
    }

    static User read(ResultSet row) throws SQLException {
        Role role = Role.find(row.getString(4));
        return new User(
                UserId.of(row.getString(1)),
                row.getString(2),
                row.getString(3),
                Objects.requireNonNull(role, "role of a stored user"));
    }

    private record Candidate(User user, @Nullable String hash) {}
}
