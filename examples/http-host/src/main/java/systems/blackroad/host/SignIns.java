package systems.blackroad.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.UserId;

/**
 * Sign-ins ("token families") and one-time tickets. A refresh token names its family and a counter, under a MAC; it is good
 * once, for the counter moves with each exchange. A genuine token with an older counter was used twice, by its owner or by a
 * thief, and ends the family. Thread-safe.
 */
final class SignIns {

    /** How long a refresh token is good for. */
    static final Duration REFRESH_LIFETIME = Duration.ofDays(7);
    /** After how long a sign-in ends, however often it was refreshed. */
    static final Duration LONGEST = Duration.ofDays(30);
    /** How long a one-time ticket is good for. */
    static final Duration TICKET_LIFETIME = Duration.ofMinutes(15);

    private static final Pattern REFRESH = Pattern.compile("([A-Za-z0-9_-]{22})\\.([0-9]{1,18})\\.([A-Za-z0-9_-]{43})");
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final HostDatabase database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final SecretKeySpec key;

    SignIns(HostDatabase database, byte[] key, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** A sign-in with the refresh token that is good now. */
    record SignIn(String family, UserId user, String refreshToken) {}

    /** Begins a sign-in; those that ended long ago are removed. */
    SignIn begin(User user) {
        String family = randomText(16);
        Instant now = clock.instant();
        database.inTransaction(connection -> {
            HostDatabase.update(connection, "DELETE FROM host_token_family WHERE expires_at < ?", now.toEpochMilli());
            return HostDatabase.update(
                    connection,
                    "INSERT INTO host_token_family (id, user_id, counter, created_at, expires_at) VALUES (?, ?, 1, ?, ?)",
                    family,
                    user.id().value(),
                    now.toEpochMilli(),
                    now.plus(REFRESH_LIFETIME).toEpochMilli());
        });
        return new SignIn(family, user.id(), refreshToken(family, 1));
    }

    /** Exchanges a refresh token for the next one; nothing if it is not, or no longer, good. */
    Optional<SignIn> refresh(String token) {
        Matcher parts = genuine(token);
        if (parts == null) {
            return Optional.empty();
        }
        String family = parts.group(1);
        long counter = Long.parseLong(parts.group(2));
        long now = clock.millis();
        return database.inTransaction(connection -> {
            int moved = HostDatabase.update(
                    connection,
                    "UPDATE host_token_family SET counter = counter + 1,"
                            + " expires_at = CASE WHEN created_at + ? < ? THEN created_at + ? ELSE ? END"
                            + " WHERE id = ? AND counter = ? AND revoked_at IS NULL AND expires_at > ?",
                    LONGEST.toMillis(),
                    now + REFRESH_LIFETIME.toMillis(),
                    LONGEST.toMillis(),
                    now + REFRESH_LIFETIME.toMillis(),
                    family,
                    counter,
                    now);
            if (moved == 0) {
                HostDatabase.update(
                        connection,
                        "UPDATE host_token_family SET revoked_at = ? WHERE id = ? AND counter > ? AND revoked_at IS NULL",
                        now,
                        family,
                        counter);
                return Optional.empty();
            }
            List<String> users = HostDatabase.list(
                    connection, row -> row.getString(1), "SELECT user_id FROM host_token_family WHERE id = ?", family);
            return Optional.of(new SignIn(family, UserId.of(users.get(0)), refreshToken(family, counter + 1)));
        });
    }

    /** Ends a sign-in: its access tokens and its refresh token are refused from now on. */
    void end(String family) {
        database.update(
                "UPDATE host_token_family SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                clock.millis(),
                family);
    }

    /** Ends all sign-ins of a user and makes unused tickets worthless, within a transaction; returns those that stood. */
    List<String> endAll(Connection connection, UserId user) throws SQLException {
        List<String> families = HostDatabase.list(
                connection,
                row -> row.getString(1),
                "SELECT id FROM host_token_family WHERE user_id = ? AND revoked_at IS NULL",
                user.value());
        HostDatabase.update(
                connection,
                "UPDATE host_token_family SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL",
                clock.millis(),
                user.value());
        HostDatabase.update(connection, "DELETE FROM host_ticket WHERE user_id = ?", user.value());
        return families;
    }

    /** As {@link #endAll}, and forgets the sign-ins, so that the user can be deleted. */
    List<String> removeAll(Connection connection, UserId user) throws SQLException {
        List<String> families = endAll(connection, user);
        HostDatabase.update(connection, "DELETE FROM host_token_family WHERE user_id = ?", user.value());
        return families;
    }

    /** The family of a genuine refresh token. */
    Optional<String> family(String refreshToken) {
        Matcher parts = genuine(refreshToken);
        return parts == null ? Optional.empty() : Optional.of(parts.group(1));
    }

    /** The user of a sign-in that has not ended, as the user is now. One round trip. */
    Optional<User> user(String family, UserId user) {
        return database
                .list(
                        Users::read,
                        "SELECT u.id, u.username, u.display_name, u.role FROM host_user u"
                                + " JOIN host_token_family f ON f.user_id = u.id"
                                + " WHERE f.id = ? AND u.id = ? AND f.revoked_at IS NULL AND f.expires_at > ?",
                        family,
                        user.value(),
                        clock.millis())
                .stream()
                .findFirst();
    }

    /** A ticket that signs the user in once; only its hash is kept. */
    String newTicket(User user) {
        String ticket = randomText(32);
        long now = clock.millis();
        database.inTransaction(connection -> {
            HostDatabase.update(connection, "DELETE FROM host_ticket WHERE expires_at < ?", now);
            return HostDatabase.update(
                    connection,
                    "INSERT INTO host_ticket (hash, user_id, expires_at) VALUES (?, ?, ?)",
                    hash(ticket),
                    user.id().value(),
                    now + TICKET_LIFETIME.toMillis());
        });
        return ticket;
    }

    /** Uses up a ticket; whose it was, if it was good. */
    Optional<UserId> useTicket(String ticket) {
        if (!TICKET.matcher(ticket).matches()) {
            return Optional.empty();
        }
        String hash = hash(ticket);
        return database.inTransaction(connection -> {
            List<String> users = HostDatabase.list(
                    connection,
                    row -> row.getString(1),
                    "SELECT user_id FROM host_ticket WHERE hash = ? AND expires_at > ?",
                    hash,
                    clock.millis());
            int used = HostDatabase.update(connection, "DELETE FROM host_ticket WHERE hash = ?", hash);
            return used == 1 && !users.isEmpty() ? Optional.of(UserId.of(users.get(0))) : Optional.empty();
        });
    }

    private @Nullable Matcher genuine(String token) {
        Matcher parts = REFRESH.matcher(token);
        if (!parts.matches()) {
            return null;
        }
        String expected = refreshToken(parts.group(1), Long.parseLong(parts.group(2)));
        boolean equal = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.US_ASCII));
        return equal ? parts : null;
    }

    private String refreshToken(String family, long counter) {
        String name = family + "." + counter;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return name + "." + text(mac.doFinal(("refresh " + name).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private String randomText(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return text(fresh);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String ticket) {
        return HexFormat.of().formatHex(sha256(ticket));
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
