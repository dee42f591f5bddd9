package systems.blackroad.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** What callers are told when the disk fails, stalls or is waited for in vain; and how many of them share a sync. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class FailureTest {

    private static final StorageOptions PATIENT =
            StorageOptions.builder().callTimeout(Duration.ofMinutes(1)).build();

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stop_the_callers() throws InterruptedException {
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private Storage reopened() {
        return FileStorage.open(directory, PATIENT, disk -> disk);
    }

    @Test
    void a_write_that_fails_is_unknown_and_everything_after_it_refused_until_reopened() {
        Storage storage = FileStorage.open(directory, PATIENT, disk -> failing(disk, 2, false));
        SessionStore store = storage.sessions();
        SessionHead head = Sample.append(store, Sample.DESK, null);
        expectUnknown(() -> Sample.append(store, Sample.DESK, head));
        expectRefused(store, head);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(storage::ping)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        storage.close();
        try (Storage again = reopened()) {
            assertThat(Sample.all(again.sessions(), Sample.DESK)).hasSize(1);
            Sample.append(again.sessions(), Sample.DESK, head);
        }
    }

    @Test
    void a_sync_that_fails_is_unknown_because_its_frame_may_come_back() {
        Storage storage = FileStorage.open(directory, PATIENT, disk -> failing(disk, 2, true));
        SessionStore store = storage.sessions();
        SessionHead head = Sample.append(store, Sample.DESK, null);
        expectUnknown(() -> Sample.append(store, Sample.DESK, head));
        // A read here would say that the event is not there; after the next open it is.
        expectRefused(store, head);
        storage.close();
        try (Storage again = reopened()) {
            assertThat(Sample.all(again.sessions(), Sample.DESK)).hasSize(2);
        }
    }

    @Test
    void callers_that_wait_behind_a_failing_write_are_refused_and_leave_nothing() throws Exception {
        StalledDisk stall = new StalledDisk(true);
        Storage storage = FileStorage.open(directory, PATIENT, stall::over);
        Future<?> first = callers.submit(() -> Sample.append(storage.sessions(), Sample.DESK, null));
        stall.awaitWrite();
        List<Future<?>> behind = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SessionId session = SessionId.of("behind-" + i);
            behind.add(callers.submit(() -> Sample.append(storage.sessions(), session, null)));
        }
        // Whether the five are in line by now or come later: both are refused.
        stall.release();
        assertThat(failureOf(first)).isInstanceOf(UnknownOutcomeException.class);
        for (Future<?> caller : behind) {
            assertThat(failureOf(caller)).isInstanceOf(RefusedException.class);
        }
        storage.close();
        try (Storage again = reopened()) {
            assertThat(again.sessions().list(null, null, 10).items()).isEmpty();
        }
    }

    @Test
    void a_caller_whose_time_is_up_is_refused_in_line_and_unknown_once_its_write_began() throws Exception {
        StalledDisk stall = new StalledDisk(false);
        StorageOptions hasty =
                StorageOptions.builder().callTimeout(Duration.ofMillis(200)).build();
        SessionId second = SessionId.of("second");
        try (Storage storage = FileStorage.open(directory, PATIENT, stall::over);
                Storage impatient = FileStorage.open(directory, hasty, stall::over)) {
            Throwable answer;
            do {
                // Refused is who left the line before a late writer came; nothing was written, so it may come again.
                answer = failureOf(callers.submit(() -> Sample.append(impatient.sessions(), Sample.DESK, null)));
            } while (answer instanceof RefusedException);
            assertThat(answer).isInstanceOf(UnknownOutcomeException.class);
            stall.awaitWrite();
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> Sample.append(impatient.sessions(), second, null))
                    .withMessageContaining("nothing was written");
            stall.release();
            storage.ping();
            Map<SessionId, SessionHead> heads = storage.sessions().heads(Set.of(Sample.DESK, second));
            assertThat(heads).containsOnlyKeys(Sample.DESK);
        }
    }

    @Test
    void an_interrupted_caller_keeps_its_interrupt_and_harms_nobody() {
        try (Storage storage = reopened()) {
            SessionHead head = Sample.append(storage.sessions(), Sample.DESK, null);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(BlackRoadException.class)
                    .isThrownBy(() -> Sample.append(storage.sessions(), SessionId.of("other"), null));
            assertThat(storage.sessions().read(Sample.DESK, 0, SessionStore.NO_SNAPSHOT, 10))
                    .isPresent();
            assertThat(Thread.interrupted()).isTrue();
            assertThatNoException().isThrownBy(() -> Sample.append(storage.sessions(), Sample.DESK, head));
        }
    }

    @Test
    void callers_that_come_while_a_sync_is_under_way_share_the_next_one() throws Exception {
        StalledDisk stall = new StalledDisk(false);
        try (Storage storage = FileStorage.open(directory, PATIENT, stall::over)) {
            callers.submit(() -> Sample.append(storage.sessions(), Sample.DESK, null));
            stall.awaitWrite();
            List<Thread> inLine = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                SessionId session = SessionId.of("caller-" + i);
                Thread caller = new Thread(() -> Sample.append(storage.sessions(), session, null));
                caller.start();
                inLine.add(caller);
            }
            for (Thread caller : inLine) {
                awaitInLine(caller);
            }
            stall.release();
            for (Thread caller : inLine) {
                caller.join(20_000);
            }
            assertThat(stall.writes()).isEqualTo(2);
            assertThat(storage.sessions().list(null, null, 200).items()).hasSize(41);
        }
    }

    @Test
    void a_call_larger_than_a_frame_is_refused_and_the_store_goes_on() {
        try (Storage storage = reopened()) {
            SessionHead head = Sample.append(storage.sessions(), Sample.DESK, null);
            Payload large = Payload.of("state", 1, new byte[LogFile.MAX_BODY]);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(
                            () -> storage.sessions().saveSnapshot(Sample.DESK, "epoch", new SessionSnapshot(1, large)))
                    .withMessageStartingWith("STORE_REFUSED: a call may write at most 67108855 bytes, got ");
            Sample.append(storage.sessions(), Sample.DESK, head);
        }
    }

    /** A caller waits with a limit only for its answer. */
    private static void awaitInLine(Thread caller) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("deadline to get in line").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void expectUnknown(Runnable call) {
        assertThatExceptionOfType(UnknownOutcomeException.class)
                .isThrownBy(call::run)
                .satisfies(unknown -> assertThat(unknown.code()).isEqualTo(ErrorCode.STORE_UNKNOWN));
    }

    private static void expectRefused(SessionStore store, SessionHead head) {
        List<Runnable> calls = List.of(
                () -> Sample.append(store, Sample.DESK, head),
                () -> store.read(Sample.DESK, 0, SessionStore.NO_SNAPSHOT, 10),
                () -> store.heads(Set.of(Sample.DESK)),
                () -> store.findCommand(
                        Sample.DESK, Sample.event(Sample.DESK, 1).command()),
                () -> store.saveSnapshot(
                        Sample.DESK, "epoch", new SessionSnapshot(1, Payload.ofJson("state", 1, "{}"))),
                () -> store.list(null, null, 10),
                store::newEpoch);
        for (Runnable call : calls) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(call::run)
                    .withMessageContaining("closed and opened again")
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        }
    }

    private static Throwable failureOf(Future<?> call) {
        return Objects.requireNonNull(assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .actual()
                .getCause());
    }

    /** A disk that fails at one write, before anything reached it or after everything did. */
    private static Journal failing(Journal disk, int atWrite, boolean afterwards) {
        AtomicInteger writes = new AtomicInteger();
        return body -> {
            boolean fails = writes.incrementAndGet() == atWrite;
            if (fails && !afterwards) {
                throw new IOException("no space left");
            }
            long offset = disk.append(body);
            if (fails) {
                throw new IOException("the sync failed");
            }
            return offset;
        };
    }

    /** A disk whose first write waits until it is released, and then fails or not. */
    private static final class StalledDisk {

        private final boolean fails;
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger writes = new AtomicInteger();

        private StalledDisk(boolean fails) {
            this.fails = fails;
        }

        private Journal over(Journal disk) {
            return body -> {
                if (writes.incrementAndGet() == 1) {
                    began.countDown();
                    awaitOrFail(released);
                    if (fails) {
                        throw new IOException("the disk is gone");
                    }
                }
                return disk.append(body);
            };
        }

        private void awaitWrite() throws IOException {
            awaitOrFail(began);
        }

        private void release() {
            released.countDown();
        }

        private int writes() {
            return writes.get();
        }

        private static void awaitOrFail(CountDownLatch latch) throws IOException {
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("nothing happened for 20 s");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
