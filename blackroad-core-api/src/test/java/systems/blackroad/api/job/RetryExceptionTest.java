package systems.blackroad.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class RetryExceptionTest {

    private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    private static final Throwable CAUSE = new IllegalStateException("429");

    @Test
    void it_says_when_and_why_and_what_caused_it() {
        assertThat(RetryException.after(Duration.ofMinutes(1), "busy").due())
                .isEqualTo(Due.after(Duration.ofMinutes(1)));
        assertThat(RetryException.at(MORNING, "closed").due()).isEqualTo(Due.at(MORNING));
        assertThat(RetryException.after(Duration.ZERO, "busy"))
                .hasMessage("busy")
                .hasNoCause();
        assertThat(RetryException.at(MORNING, "closed")).hasMessage("closed").hasNoCause();
        assertThat(RetryException.after(Duration.ZERO, "busy", CAUSE))
                .hasMessage("busy")
                .hasCause(CAUSE);
        assertThat(RetryException.at(MORNING, "closed", CAUSE))
                .hasMessage("closed")
                .hasCause(CAUSE);
    }

    @Test
    void it_is_the_same_after_it_was_serialised() throws Exception {
        for (RetryException thrown : List.of(
                RetryException.after(Duration.ofMinutes(1), "busy", CAUSE), RetryException.at(MORNING, "closed"))) {
            RetryException read = copy(thrown);
            assertThat(read.due()).isEqualTo(thrown.due());
            assertThat(read).hasMessage(thrown.getMessage());
        }
    }

    private static RetryException copy(RetryException thrown) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RetryException) in.readObject();
        }
    }
}
