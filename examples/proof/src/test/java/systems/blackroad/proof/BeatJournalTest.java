package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BeatJournalTest {

    private static final NodeId NODE = NodeId.of("n");

    @TempDir
    private Path folder;

    @Test
    void a_heartbeat_is_written_down_with_its_times_if_the_node_lives() throws Exception {
        Path file = folder.resolve("journal.txt");
        Heartbeat beat = new Heartbeat(NODE, "host", "1", Duration.ofMinutes(1), 0, Map.of());
        long before = System.nanoTime();
        try (Storage storage = Storages.open("memory:");
                Journal journal = Journal.open(file)) {
            Storage told = BeatJournal.of(storage, journal);
            assertThat(told.jobs().heartbeat(beat).live()).isTrue();
            told.jobs().leave(NODE);
            assertThat(told.jobs().heartbeat(beat).live()).isFalse();
            assertThat(told.jobs().nodes()).isEqualTo(storage.jobs().nodes());
            assertThat(told.faces()).isEqualTo(storage.faces());
        }
        assertThat(JobHistory.read(List.of(file)).beats()).singleElement().satisfies(told -> {
            assertThat(told.worker()).isEqualTo("journal.txt");
            assertThat(told.node()).isEqualTo("n");
            assertThat(told.sent()).isBetween(before, told.answered());
            assertThat(told.answered()).isLessThanOrEqualTo(System.nanoTime());
        });
    }

    @Test
    void what_the_storage_throws_is_thrown() throws Exception {
        try (Storage storage = Storages.open("memory:");
                Journal journal = Journal.open(folder.resolve("journal.txt"))) {
            Storage told = BeatJournal.of(storage, journal);
            assertThatThrownBy(() -> told.jobs().enqueue(List.of(), null)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
