package systems.blackroad.host;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.UserId;

/** The users of this host and their passwords. Thread-safe. */
final class Users {

    static final String USERNAME_FORM = "1 to 64 letters, digits or . _ @ -";

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final String SELECT = "SELECT id, username, display_name, role FROM host_user";

    private final HostDatabase database;
    private final Passwords passwords;
    private final InstantSource clock;

    Users(HostDatabase database, Passwords passwords, InstantSource clock) {
        this.database = database;
        this.passwords = passwords;
        this.clock = clock;
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
                "INSERT INTO host_user (id, username, display_name, role, password_hash, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                username,
                username,
                displayName,
                role.wireName(),
                password == null ? null : passwords.hash(password),
                clock.millis());
        return find(username).orElseThrow(() -> new IllegalStateException("user " + username + " vanished"));
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
