package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.UserId;
import systems.blackroad.testkit.ManualClock;

/** Which tokens are good: the host's own, unedited, for their time, and no others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class AccessTokensTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOREIGN =
            "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final ManualClock clock = new ManualClock();
    private final AccessTokens tokens = new AccessTokens(KEY, clock);

    @Test
    void a_token_is_good_until_the_instant_it_expires() {
        String token = tokens.issue(UserId.of("ada"), "family");
        assertThat(tokens.verify(token)).hasValueSatisfying(claims -> {
            assertThat(claims.user()).isEqualTo(UserId.of("ada"));
            assertThat(claims.family()).isEqualTo("family");
        });
        clock.advance(AccessTokens.LIFETIME.minusMillis(1));
        assertThat(tokens.verify(token)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void a_token_of_a_second_host_with_the_same_key_is_good() {
        assertThat(new AccessTokens(KEY, clock).verify(tokens.issue(UserId.of("ada"), "family")))
                .isPresent();
    }

    @Test
    void no_forged_token_is_good() throws JOSEException {
        Map<String, String> forged = new LinkedHashMap<>();
        unsigned(forged);
        edited(forged);
        otherwiseSigned(forged);
        otherClaims(forged);
        // The control: the same maker with nothing forged is accepted.
        assertThat(tokens.verify(signed(KEY, header(), good()))).isPresent();
        assertThat(forged).hasSizeGreaterThanOrEqualTo(40);
        forged.forEach(
                (name, token) -> assertThat(tokens.verify(token)).as(name).isEmpty());
    }

    @Test
    void a_short_key_is_refused() {
        assertThatThrownBy(() -> new AccessTokens(new byte[31], clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes")
                .hasMessageContaining("31");
    }

    private void unsigned(Map<String, String> forged) {
        String claims = encoded(good().toString());
        for (String alg : new String[] {"none", "None", "NONE", "nOnE", "", "HS256 ", "hs256"}) {
            String header = encoded("{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\"}");
            forged.put("alg '" + alg + "', no signature", header + "." + claims + ".");
            forged.put("alg '" + alg + "', a signature of zeros", header + "." + claims + "." + "A".repeat(43));
        }
        forged.put("alg null", encoded("{\"alg\":null,\"typ\":\"at+jwt\"}") + "." + claims + "." + "A".repeat(43));
        forged.put("no alg", encoded("{\"typ\":\"at+jwt\"}") + "." + claims + "." + "A".repeat(43));
    }

    private void edited(Map<String, String> forged) {
        String[] parts = tokens.issue(UserId.of("ada"), "family").split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        forged.put("another subject", parts[0] + "." + encoded(claims.replace("ada", "eve")) + "." + parts[2]);
        forged.put("signature stripped", parts[0] + "." + parts[1] + ".");
        forged.put("signature missing", parts[0] + "." + parts[1]);
        forged.put("signature twice", parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[2]);
        forged.put("signature padded", parts[0] + "." + parts[1] + "." + parts[2] + "=");
        char last = parts[2].charAt(42);
        forged.put(
                "signature not canonical",
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, 42) + (char) (last + 1));
        forged.put("signature cut", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 42));
        forged.put("claims padded", parts[0] + "." + parts[1] + "=." + parts[2]);
        forged.put("a blank before", " " + String.join(".", parts));
        forged.put("a line after", String.join(".", parts) + "\n");
        forged.put("five parts", "a.b.c.d.e");
        forged.put("empty", "");
        forged.put("dots", "..");
        forged.put("ten thousand characters", parts[0] + "." + "A".repeat(10_000) + "." + parts[2]);
    }

    private void otherwiseSigned(Map<String, String> forged) throws JOSEException {
        forged.put("a foreign key", signed(FOREIGN, header(), good()));
        forged.put(
                "HS384",
                signed(KEY, new JWSHeader.Builder(JWSAlgorithm.HS384).type(TYPE).build(), good()));
        forged.put(
                "HS512",
                signed(KEY, new JWSHeader.Builder(JWSAlgorithm.HS512).type(TYPE).build(), good()));
        forged.put(
                "typ JWT",
                signed(
                        KEY,
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(JOSEObjectType.JWT)
                                .build(),
                        good()));
        forged.put("no typ", signed(KEY, new JWSHeader(JWSAlgorithm.HS256), good()));
        withHeader(forged, "kid", builder -> builder.keyID("../../dev/null"));
        withHeader(forged, "kid with SQL", builder -> builder.keyID("' OR 1=1 --"));
        withHeader(forged, "jku", builder -> builder.jwkURL(URI.create("https://evil.example/keys")));
        withHeader(forged, "x5u", builder -> builder.x509CertURL(URI.create("https://evil.example/cert")));
        withHeader(forged, "cty", builder -> builder.contentType("JWT"));
        forged.put(
                "its own key in the header",
                signed(
                        FOREIGN,
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(TYPE)
                                .jwk(new OctetSequenceKey.Builder(FOREIGN)
                                        .build()
                                        .toPublicJWK())
                                .build(),
                        good()));
    }

    private void withHeader(Map<String, String> forged, String name, Consumer<JWSHeader.Builder> change)
            throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE);
        change.accept(header);
        forged.put("header " + name, signed(KEY, header.build(), good()));
    }

    private void otherClaims(Map<String, String> forged) throws JOSEException {
        Date soon = Date.from(clock.instant().plusSeconds(60));
        Date now = Date.from(clock.instant());
        JWTClaimsSet base = good();
        claims(forged, "no exp", new JWTClaimsSet.Builder(base).expirationTime(null));
        claims(forged, "expired", new JWTClaimsSet.Builder(base).expirationTime(now));
        claims(forged, "another issuer", new JWTClaimsSet.Builder(base).issuer("elsewhere"));
        claims(forged, "another audience", new JWTClaimsSet.Builder(base).audience("elsewhere"));
        claims(forged, "no audience", new JWTClaimsSet.Builder(base).audience((String) null));
        claims(forged, "no subject", new JWTClaimsSet.Builder(base).subject(null));
        claims(forged, "no family", new JWTClaimsSet.Builder(base).claim("fam", null));
        claims(forged, "no iat", new JWTClaimsSet.Builder(base).issueTime(null).expirationTime(soon));
    }

    private void claims(Map<String, String> forged, String name, JWTClaimsSet.Builder claims) throws JOSEException {
        forged.put("claims: " + name, signed(KEY, header(), claims.build()));
    }

    private JWTClaimsSet good() {
        return new JWTClaimsSet.Builder()
                .issuer("blackroad-host")
                .audience("blackroad-host-api")
                .subject("ada")
                .claim("fam", "family")
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(600)))
                .build();
    }

    private static JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build();
    }

    private static String signed(byte[] key, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private static String encoded(String text) {
        return Base64URL.encode(text).toString();
    }
}
