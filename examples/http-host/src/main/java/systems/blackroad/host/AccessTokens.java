package systems.blackroad.host;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import systems.blackroad.api.session.UserId;

/**
 * Makes and checks access tokens: JWTs signed by HS256, the one algorithm that is accepted whatever a token says. Thread-safe.
 */
final class AccessTokens {

    /** How long an access token is good for. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private static final String ISSUER = "blackroad-host";
    private static final String AUDIENCE = "blackroad-host-api";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final Set<String> HEADER = Set.of("alg", "typ");
    /** Three unpadded base64url parts; a signature of 32 bytes has 43 digits, the last of them one of sixteen. */
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]{1,256}\\.[A-Za-z0-9_-]{1,2048}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final InstantSource clock;

    AccessTokens(byte[] key, InstantSource clock) {
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    "the signing key must have at least " + HostConfig.MIN_KEY_BYTES + " bytes, got " + key.length, e);
        }
        this.clock = clock;
    }

    /** What a good token says. */
    record Claims(UserId user, String family, Instant until) {}

    String issue(UserId user, String family) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user.value())
                .claim("fam", family)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("an access token cannot be signed", e);
        }
        return token.serialize();
    }

    /** What {@code token} says, if this host signed it, for this purpose, and it has not expired. */
    Optional<Claims> verify(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            boolean genuine = JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    && TYPE.equals(header.getType())
                    && header.toJSONObject().keySet().equals(HEADER)
                    && jwt.verify(verifier);
            return genuine ? claims(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private Optional<Claims> claims(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        String subject = claims.getSubject();
        String family = claims.getStringClaim("fam");
        Instant now = clock.instant();
        if (!ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().equals(List.of(AUDIENCE))
                || subject == null
                || family == null
                || issued == null
                || expires == null
                || !now.isBefore(expires.toInstant())) {
            return Optional.empty();
        }
        return Optional.of(new Claims(UserId.of(subject), family, expires.toInstant()));
    }
}
