package systems.blackroad.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.UserId;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoredEventTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void a_time_is_cut_to_milliseconds() {
        Instant at = Instant.parse("2026-01-02T03:04:05.678901Z");
        assertThat(event(HASH, at).at()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    /** A store may keep the hash as 32 bytes, so that no other text would come back as it was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde ",
            })
    void a_hash_that_is_not_64_lower_case_digits_is_refused(String hash) {
        assertThatThrownBy(() -> event(hash, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bodyHash must be 64 lower-case hexadecimal digits, got " + hash);
    }

    private static StoredEvent event(String hash, Instant at) {
        CommandId command = new CommandId(ClientId.of("device"), 1);
        return new StoredEvent(1, at, UserId.of("ada"), command, hash, null, Payload.of("x", 1, new byte[0]));
    }
}
