package systems.blackroad.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.runtime.JobRequest;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class JobKeyTest {

    @Test
    void a_name_has_1_to_128_chars_that_every_store_keeps_as_they_are() {
        for (String name : List.of("k", "Customer 7 ", "\u00e9", "\uD83D\uDE80", "x".repeat(128))) {
            assertThat(JobKey.of(name)).isEqualTo(new JobKey(name, false));
            assertThat(JobKey.ordered(name)).isEqualTo(new JobKey(name, true));
        }
        for (String name : List.of("", "x".repeat(129), "a\u0000", "a\nb", "\u0085", "\uD83D", "\uDE80a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JobKey.of(name))
                    .withMessageStartingWith("key must be 1 to 128 chars")
                    .withMessageContaining("got " + name.length() + " chars");
        }
    }

    @Test
    void a_request_has_the_key_that_was_set_last_with_its_order() {
        JobType<String> type = JobType.named("letter", String.class).handledBy((payload, context) -> null);
        JobRequest.Builder<String> builder = JobRequest.builder(type, "hello");
        assertThat(builder.build().key()).isEmpty();
        assertThat(builder.key(JobKey.ordered("a")).build().key()).contains(JobKey.ordered("a"));
        assertThat(builder.key(JobKey.of("b")).build().key()).contains(JobKey.of("b"));
    }
}
