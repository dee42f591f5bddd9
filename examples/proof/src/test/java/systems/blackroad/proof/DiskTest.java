package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DiskTest {

    private static final String NO_SPACE = "No space left on device";

    @TempDir
    Path folder;

    /** Takes so many bytes, then none. */
    private static final class Bounded implements WritableByteChannel {

        private final String refusal;
        private long room;

        Bounded(long room, String refusal) {
            this.room = room;
            this.refusal = refusal;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int taken = (int) Math.min(room, bytes.remaining());
            if (taken == 0) {
                throw new IOException(refusal);
            }
            room -= taken;
            return taken;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void it_is_filled_to_the_last_byte() throws Exception {
        Bounded file = new Bounded(5_000_017, NO_SPACE);
        Disk.takeAll(file);
        assertThat(file.room).isZero();
    }

    @Test
    void a_failure_for_another_reason_is_none_of_a_full_disk() {
        assertThatIOException()
                .isThrownBy(() -> Disk.takeAll(new Bounded(17, "Input/output error")))
                .withMessage("Input/output error");
    }

    @Test
    void what_filled_it_is_gone_afterwards() throws Exception {
        Path ballast = Files.createSymbolicLink(folder.resolve("ballast"), Path.of("/dev/full"));
        Disk.of(folder, Long.MAX_VALUE).fill(Duration.ZERO);
        assertThat(ballast).doesNotExist();
        assertThat(Path.of("/dev/full")).exists();
    }

    @Test
    void a_large_one_is_left_alone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Disk.of(folder, 1))
                .withMessageContaining(folder.toString())
                .withMessageContaining("more than the 1 ")
                .withMessageContaining("tmpfs");
    }

    @Test
    void full_is_refused_where_no_disk_is_given() {
        Scenario scenario = new Scenario(
                "jdbc:sqlite:" + folder.resolve("own.db"),
                "own",
                Scenario.Work.JOBS,
                1,
                Map.of(Fault.FULL, 1),
                Duration.ofSeconds(2),
                1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChaosRun.run(scenario, folder.resolve("run"), null, null))
                .withMessageContaining("disk=");
    }
}
