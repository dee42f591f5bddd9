package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RoutingTest {

    private static Settings serving(String... queues) {
        return new Settings(
                Map.of(),
                1,
                EngineFixture.TIMING,
                200,
                Retention.DEFAULT,
                "host",
                "1",
                Set.of(queues).stream().map(QueueName::of).collect(Collectors.toSet()));
    }

    @Test
    void hints_of_other_queues_do_not_concern_a_node_that_serves_some() {
        assertThat(serving("mail", "bulk").concerns(Set.of("other", "more"))).isFalse();
        assertThat(serving("mail", "bulk").concerns(Set.of("other", "bulk"))).isTrue();
        assertThat(serving("mail").concerns(Set.of())).isTrue();
        assertThat(serving().concerns(Set.of("other"))).isTrue();
    }
}
