package systems.blackroad.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;

/**
 * Names sessions to the outside by tokens, apart from their stable ids: whoever has one learns nothing from it, nobody can
 * make one, and the command {@code RotateToken} makes all that were given out for a session worthless at once. What a token
 * allows is the application's decision. Thread-safe; does no I/O.
 *
 * <p>A token holds the session's id and its token generation, encrypted with AES-256 in Galois/Counter Mode under a random
 * nonce of 96 bits (NIST SP 800-38D, 8.2.2, by which one key is good for 2^32 tokens). Two tokens of one session differ.
 */
public final class PublicTokens {

    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;
    /** The longest token, in chars; longer ones are refused unread. */
    public static final int MAX_LENGTH = 512;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte[] PURPOSE = "blackroad public token 1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    private PublicTokens(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /**
     * Tokens under a key, the same on every node.
     *
     * @param key {@value #KEY_BYTES} secret random bytes; copied
     * @param random where nonces come from
     * @throws IllegalArgumentException if the key has another length
     */
    public static PublicTokens of(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key of public tokens must have " + KEY_BYTES + " bytes, got " + key.length + "; make a new one");
        }
        return new PublicTokens(new SecretKeySpec(key, "AES"), random);
    }

    /**
     * What a token says.
     *
     * @param session the session that it names
     * @param generation the session's token generation when it was issued
     */
    public record PublicToken(SessionId session, long generation) {

        /** Whether it is the token of this state's session and was not made worthless by a rotation since. */
        public boolean isLive(OsState state) {
            return session.equals(state.session().id())
                    && generation == state.control().tokenGeneration();
        }
    }

    /** A new token for a session as it stands, of letters, digits, {@code _} and {@code -}. */
    public String issue(OsState state) {
        byte[] id = state.session().id().value().getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(state.control().tokenGeneration())
                .put(id)
                .array();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            byte[] token = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot encrypt with " + CIPHER, e);
        }
    }

    /** What a token says, or nothing if it was not issued under this key, whatever is wrong with it. */
    public Optional<PublicToken> read(String token) {
        byte[] bytes = decoded(token);
        if (bytes == null || bytes.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(bytes);
        byte[] nonce = new byte[NONCE_BYTES];
        all.get(nonce);
        byte[] sealed = new byte[all.remaining()];
        all.get(sealed);
        try {
            ByteBuffer plain =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed));
            long generation = plain.getLong();
            String id = StandardCharsets.UTF_8.decode(plain).toString();
            return Optional.of(new PublicToken(SessionId.of(id), generation));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot decrypt with " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    /** The token's bytes; null if they are not written as {@link #issue} writes them. */
    private static byte @Nullable [] decoded(String token) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(token);
            return canonical ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
