package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.RotateToken;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.core.PublicTokens.PublicToken;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PublicTokensTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PublicTokens tokens = PublicTokens.of(new byte[PublicTokens.KEY_BYTES], RANDOM);
    private final TestDesktop desktop = TestDesktop.with();

    @Test
    void a_token_names_its_session_until_it_is_rotated() {
        OsState before = desktop.state();
        PublicToken token = tokens.read(tokens.issue(before)).orElseThrow();
        assertThat(token.session()).isEqualTo(before.session().id());
        assertThat(token.isLive(before)).isTrue();

        desktop.apply(new RotateToken());
        assertThat(token.isLive(desktop.state())).isFalse();
        assertThat(tokens.read(tokens.issue(desktop.state())).orElseThrow().isLive(desktop.state()))
                .isTrue();
    }

    @Test
    void tokens_of_one_session_differ_and_do_not_show_its_id() {
        String token = tokens.issue(desktop.state());
        assertThat(tokens.issue(desktop.state())).isNotEqualTo(token);
        String bytes = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(desktop.state().session().id().value());
    }

    @Test
    void a_token_with_any_char_changed_is_none() {
        String token = tokens.issue(desktop.state());
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.read(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("char %d changed", i)
                    .isEmpty();
            assertThat(tokens.read(token.substring(0, i))).as("cut at %d", i).isEmpty();
        }
    }

    @Test
    void a_token_is_written_in_one_way_only() {
        String token = tokens.issue(desktop.state());
        String start = token.substring(0, token.length() - 1);
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            assertThat(tokens.read(start + last).isPresent())
                    .as("ending in %s", last)
                    .isEqualTo(token.equals(start + last));
        }
    }

    @Test
    void a_token_is_not_that_of_another_session() {
        OsState state = desktop.state();
        PublicToken other = new PublicToken(SessionId.of("other"), 0);
        assertThat(other.isLive(state)).isFalse();
    }

    @Test
    void what_is_no_token_is_none() {
        String token = tokens.issue(desktop.state());
        assertThat(tokens.read("")).isEmpty();
        assertThat(tokens.read("not base64!")).isEmpty();
        assertThat(tokens.read(token + "=")).isEmpty();
        assertThat(tokens.read("A".repeat(PublicTokens.MAX_LENGTH + 1))).isEmpty();
        byte[] key = new byte[PublicTokens.KEY_BYTES];
        key[0] = 1;
        assertThat(PublicTokens.of(key, RANDOM).read(token)).as("another key").isEmpty();
    }

    @Test
    void a_key_has_32_bytes() {
        assertThatThrownBy(() -> PublicTokens.of(new byte[31], RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have 32 bytes, got 31");
    }
}
