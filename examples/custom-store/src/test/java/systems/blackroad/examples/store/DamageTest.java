package systems.blackroad.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

/** What a crash or a bad disk can leave in the file, byte by byte. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DamageTest {

    @TempDir
    private Path directory;

    /** Writes {@code count} events, one frame each, and returns the offset at which each frame begins, and the end. */
    private List<Integer> write(int count) throws IOException {
        List<Integer> offsets = new ArrayList<>();
        try (Storage storage = open()) {
            SessionHead head = null;
            for (int i = 0; i < count; i++) {
                offsets.add((int) Files.size(log()));
                head = Sample.append(storage.sessions(), Sample.DESK, head);
            }
        }
        offsets.add((int) Files.size(log()));
        return offsets;
    }

    private Path log() {
        return directory.resolve("blackroad.log");
    }

    private Storage open() {
        return Storages.open("file:" + directory);
    }

    /** Opens, expects exactly {@code count} events, appends one more, and opens again to find them all. */
    private void expectAndGoOn(int count, String when) {
        SessionHead head;
        try (Storage storage = open()) {
            head = storage.sessions().heads(Set.of(Sample.DESK)).get(Sample.DESK);
            assertThat(head == null ? 0 : head.revision()).as(when).isEqualTo(count);
            Sample.append(storage.sessions(), Sample.DESK, head);
        }
        try (Storage storage = open()) {
            assertThat(Sample.all(storage.sessions(), Sample.DESK)).as(when).hasSize(count + 1);
        }
    }

    private void expectDamage(String when, long offset) throws IOException {
        byte[] before = Files.readAllBytes(log());
        assertThatExceptionOfType(RefusedException.class)
                .as(when)
                .isThrownBy(() -> open().close())
                .withMessageStartingWith("STORE_REFUSED: session file ")
                .withMessageContaining("is damaged at offset " + offset + ":");
        assertThat(Files.readAllBytes(log()))
                .as("the file after a refused open")
                .isEqualTo(before);
    }

    @Test
    void a_last_frame_cut_at_any_byte_is_cut_off_and_the_file_goes_on() throws IOException {
        List<Integer> offsets = write(3);
        byte[] whole = Files.readAllBytes(log());
        for (int length = offsets.get(2); length < whole.length; length++) {
            Files.write(log(), Arrays.copyOf(whole, length));
            expectAndGoOn(2, "cut to " + length + " bytes");
        }
    }

    @Test
    void a_last_frame_with_any_byte_spoiled_is_cut_off() throws IOException {
        List<Integer> offsets = write(3);
        byte[] whole = Files.readAllBytes(log());
        for (int at = offsets.get(2); at < whole.length; at++) {
            Files.write(log(), spoiled(whole, at));
            expectAndGoOn(2, "byte " + at + " spoiled");
        }
    }

    @Test
    void zeros_after_the_last_frame_are_cut_off() throws IOException {
        write(2);
        byte[] whole = Files.readAllBytes(log());
        Files.write(log(), Arrays.copyOf(whole, whole.length + 200_000));
        expectAndGoOn(2, "zeros behind");
    }

    @Test
    void any_spoiled_byte_before_the_last_frame_is_refused_with_its_frames_offset() throws IOException {
        List<Integer> offsets = write(4);
        byte[] whole = Files.readAllBytes(log());
        int frame = 0;
        for (int at = 0; at < offsets.get(3); at++) {
            if (at == offsets.get(frame)) {
                frame++;
            }
            Files.write(log(), spoiled(whole, at));
            expectDamage("byte " + at + " spoiled", frame == 0 ? 0 : offsets.get(frame - 1));
        }
        Files.write(log(), whole);
        expectAndGoOn(4, "as it was");
    }

    @Test
    void a_frame_that_is_missing_or_doubled_in_the_middle_is_refused() throws IOException {
        List<Integer> offsets = write(4);
        byte[] whole = Files.readAllBytes(log());
        byte[] first = Arrays.copyOfRange(whole, 0, offsets.get(1));
        byte[] third = Arrays.copyOfRange(whole, offsets.get(2), offsets.get(3));
        byte[] fromThird = Arrays.copyOfRange(whole, offsets.get(2), whole.length);
        Files.write(log(), joined(first, fromThird));
        expectDamage("the second event's frame missing", first.length);
        Files.write(log(), joined(whole, third));
        expectDamage("the third event's frame again", whole.length);
    }

    @Test
    void a_file_that_is_none_of_ours_is_refused_and_left_alone() throws IOException {
        for (byte[] foreign : List.of(new byte[0], new byte[5], "an application's own log file, line 1".getBytes())) {
            Files.write(log(), foreign);
            expectDamage(foreign.length + " foreign bytes", 0);
        }
    }

    @Test
    void a_record_of_a_kind_to_come_is_refused_as_newer() throws IOException {
        write(1);
        byte[] whole = Files.readAllBytes(log());
        Files.write(log(), joined(whole, framed(new byte[] {99, 1, 2, 3})));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open().close())
                .withMessageStartingWith("STORE_SCHEMA_MISMATCH: ")
                .withMessageContaining("kind 99");
    }

    @Test
    void a_byte_that_goes_bad_while_the_file_is_open_fails_the_read_and_nothing_else() throws IOException {
        List<Integer> offsets = write(3);
        byte[] whole = Files.readAllBytes(log());
        try (Storage storage = open()) {
            Files.write(log(), spoiled(whole, offsets.get(2) - 1));
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> Sample.all(storage.sessions(), Sample.DESK))
                    .withMessageStartingWith("STORE_UNAVAILABLE: events of session desk cannot be read");
            assertThat(storage.sessions()
                            .read(Sample.DESK, 2, SessionStore.NO_SNAPSHOT, 10)
                            .orElseThrow()
                            .events())
                    .hasSize(1);
        }
    }

    private static byte[] spoiled(byte[] whole, int at) {
        byte[] copy = whole.clone();
        copy[at] ^= 0x10;
        return copy;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] framed(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(body.length).flip());
        crc.update(body);
        return ByteBuffer.allocate(12 + body.length)
                .putInt(0x42525331)
                .putInt(body.length)
                .putInt((int) crc.getValue())
                .put(body)
                .array();
    }
}
