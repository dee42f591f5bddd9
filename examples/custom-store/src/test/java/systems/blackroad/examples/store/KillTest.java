package systems.blackroad.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.store.StoredEvent;

/** Other processes that hold the file, and die. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class KillTest {

    private static final int KILLS = 8;

    @TempDir
    private Path directory;

    @Test
    void nothing_acknowledged_is_missing_after_a_kill_at_any_moment() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long[] acknowledged = new long[AppendingProgram.SESSIONS];
        for (int kill = 1; kill <= KILLS; kill++) {
            String when = "kill " + kill + " of seed " + seed;
            readUntilKilled(random.nextInt(400), acknowledged);
            try (Storage storage = Storages.open(url())) {
                for (int number = 0; number < acknowledged.length; number++) {
                    expectAll(storage, number, acknowledged[number], when);
                }
            }
        }
        assertThat(acknowledged).as("seed " + seed).doesNotContain(0);
    }

    @Test
    void a_second_process_is_refused_until_the_first_is_gone() throws Exception {
        Process first = start();
        try (BufferedReader lines = first.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("open");
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> Storages.open(url()))
                    .withMessageStartingWith("STORE_UNAVAILABLE: session file ")
                    .withMessageContaining("is open in another process");
        } finally {
            first.destroyForcibly().waitFor();
        }
        Storages.open(url()).close();
    }

    @Test
    void a_second_opener_of_this_process_does_not_undo_the_lock_when_it_closes() throws Exception {
        try (Storage first = Storages.open(url())) {
            Storages.open(url()).close();
            Process second = start();
            String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(said).contains("STORE_UNAVAILABLE: session file ");
            first.ping();
        }
    }

    /** Kills a child after so many acknowledgements, and notes all that it printed until it was dead. */
    private void readUntilKilled(int acknowledgements, long[] acknowledged) throws Exception {
        Process child = start();
        String said;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("open");
            String line = "";
            for (int read = 0; line != null; read++) {
                note(line, acknowledged);
                if (read == acknowledgements) {
                    // Through its handle, which leaves the pipe with what was printed before.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
            said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor())
                .as("exit code of a process killed by SIGKILL, which said: %s", said)
                .isEqualTo(128 + 9);
    }

    /** A line that the kill cut short says less than was acknowledged, never more. */
    private static void note(String line, long[] acknowledged) {
        int blank = line.indexOf(' ');
        if (blank > 0 && blank < line.length() - 1) {
            int number = Integer.parseInt(line.substring(0, blank));
            acknowledged[number] = Math.max(acknowledged[number], Long.parseLong(line.substring(blank + 1)));
        }
    }

    private static void expectAll(Storage storage, int number, long acknowledged, String when) {
        SessionId session = AppendingProgram.session(number);
        if (storage.sessions().read(session, 0, SessionStore.NO_SNAPSHOT, 0).isEmpty()) {
            assertThat(acknowledged).as(when).isZero();
            return;
        }
        List<StoredEvent> events = Sample.all(storage.sessions(), session);
        assertThat(events).as(when).hasSizeGreaterThanOrEqualTo((int) acknowledged);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i)).as(when).isEqualTo(Sample.event(session, i + 1));
        }
    }

    private String url() {
        return "file:" + directory;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingProgram.class.getName(),
                        url())
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
    }
}
