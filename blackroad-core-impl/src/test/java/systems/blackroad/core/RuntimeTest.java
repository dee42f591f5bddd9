package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.WindowId;

/** Runtimes with threads of their own over the storage in memory; every wait is bounded. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class RuntimeTest {

    private static final Actor ADA = Actor.of(UserId.of("ada"));
    private static final SessionId SESSION = SessionId.of("desk");

    private final Storage storage = Storages.open("memory:");
    private final ExecutorService clients = Executors.newFixedThreadPool(8);

    @AfterEach
    void close() throws InterruptedException {
        clients.shutdownNow();
        assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        storage.close();
    }

    @Test
    void two_runtimes_and_a_thousand_commands_lose_nothing() throws Exception {
        try (OsRuntime one = runtime();
                OsRuntime two = runtime()) {
            one.open(SESSION, ADA, OpenSession.empty());
            Folding watcher = new Folding();
            two.stream(SESSION, null).subscribe(watcher);
            List<WindowId> windows = openWindows(one, 4);
            List<Future<List<CommandOutcome>>> work = new ArrayList<>();
            long seed = System.nanoTime();
            for (OsRuntime runtime : List.of(one, two)) {
                for (int client = 0; client < 4; client++) {
                    int number = work.size();
                    Random random = new Random(seed + number);
                    work.add(clients.submit(() -> sendMoves(runtime, windows, random, number)));
                }
            }
            List<CommandOutcome> outcomes = new ArrayList<>();
            for (Future<List<CommandOutcome>> each : work) {
                outcomes.addAll(each.get(60, TimeUnit.SECONDS));
            }
            assertThat(outcomes)
                    .as("seed %s", seed)
                    .hasSize(1000)
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Applied.class));
            assertThat(outcomes.stream().map(CommandOutcome::revision).sorted())
                    .isEqualTo(LongStream.rangeClosed(6, 1005).boxed().toList());
            assertThat(OsJson.canonicalHash(one.requireState(SESSION)))
                    .isEqualTo(OsJson.canonicalHash(two.requireState(SESSION)));
            assertThat(one.requireState(SESSION).revision()).isEqualTo(1005);
            watcher.await(1005);
            assertThat(watcher.state()).isEqualTo(one.requireState(SESSION));
            assertThat(watcher.overlapped).isFalse();
        }
    }

    @Test
    void concurrent_repeats_of_one_command_apply_once() throws Exception {
        try (OsRuntime one = runtime();
                OsRuntime two = runtime()) {
            one.open(SESSION, ADA, OpenSession.empty());
            for (int round = 1; round <= 50; round++) {
                CommandRequest request = CommandRequest.of(
                        ADA,
                        new CommandId(ClientId.of("tab"), round),
                        new DesktopCommand.SetTheme(Theme.of("t" + round)));
                CyclicBarrier start = new CyclicBarrier(8);
                List<Future<CommandOutcome>> sendings = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    OsRuntime runtime = i % 2 == 0 ? one : two;
                    Callable<CommandOutcome> sending = () -> {
                        start.await(20, TimeUnit.SECONDS);
                        return runtime.execute(SESSION, request);
                    };
                    sendings.add(clients.submit(sending));
                }
                int fresh = 0;
                for (Future<CommandOutcome> sending : sendings) {
                    Applied applied = (Applied) sending.get(30, TimeUnit.SECONDS);
                    assertThat(applied.revision()).isEqualTo(round + 1);
                    fresh += applied.repeated() ? 0 : 1;
                }
                assertThat(fresh).isEqualTo(1);
            }
        }
    }

    @Test
    void submitted_commands_apply_in_the_order_of_their_submission() throws Exception {
        try (OsRuntime runtime = runtime()) {
            runtime.open(SESSION, ADA, OpenSession.empty());
            List<CompletionStage<CommandOutcome>> stages = new ArrayList<>();
            for (int i = 1; i <= 300; i++) {
                stages.add(runtime.submit(
                        SESSION,
                        CommandRequest.of(
                                ADA,
                                new CommandId(ClientId.of("tab"), i),
                                new DesktopCommand.SetTheme(Theme.of("t" + i)))));
            }
            for (int i = 0; i < stages.size(); i++) {
                assertThat(stages.get(i)
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS)
                                .revision())
                        .isEqualTo(i + 2);
            }
            assertThat(runtime.requireState(SESSION).desktop().theme()).isEqualTo(Theme.of("t300"));
        }
    }

    @Test
    void outcomes_of_submitted_commands_come_on_the_executor_that_was_given() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
        try (OsRuntime runtime = BlackRoad.runtime(storage).executor(own).build()) {
            runtime.open(SESSION, ADA, OpenSession.empty());
            CountDownLatch composed = new CountDownLatch(1);
            own.execute(() -> awaitQuietly(composed));
            CompletionStage<String> thread = runtime.submit(
                            SESSION,
                            CommandRequest.of(
                                    ADA, new CommandId(ClientId.of("tab"), 1), WindowCommand.OpenWindow.of("notes")))
                    .thenApply(outcome -> Thread.currentThread().getName());
            composed.countDown();
            assertThat(thread.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo("own");
        }
        assertThat(own.isShutdown()).isFalse();
        own.shutdownNow();
        assertThat(own.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void threads_of_one_handle_do_not_get_into_each_others_way() throws Exception {
        try (OsRuntime runtime = runtime()) {
            OsSession session = runtime.open(SESSION, ADA, OpenSession.empty());
            List<Future<CommandOutcome>> sendings = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String theme = "t" + i;
                sendings.add(clients.submit(() -> session.execute(new DesktopCommand.SetTheme(Theme.of(theme)))));
            }
            for (Future<CommandOutcome> sending : sendings) {
                assertThat(sending.get(30, TimeUnit.SECONDS)).isInstanceOf(Applied.class);
            }
            assertThat(session.state().revision()).isEqualTo(401);
        }
    }

    @Test
    void many_sessions_go_on_at_once() throws Exception {
        try (OsRuntime one = runtime();
                OsRuntime two = runtime()) {
            Map<SessionId, Long> expected = new HashMap<>();
            List<Future<SessionId>> work = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                OsRuntime runtime = i % 2 == 0 ? one : two;
                work.add(clients.submit(() -> {
                    OsSession session = runtime.open(ADA, OpenSession.empty());
                    for (int step = 0; step < 20; step++) {
                        session.execute(WindowCommand.OpenWindow.of("app-" + step));
                    }
                    return session.id();
                }));
            }
            for (Future<SessionId> each : work) {
                expected.put(each.get(60, TimeUnit.SECONDS), 21L);
            }
            assertThat(expected).hasSize(60);
            expected.forEach((id, revision) ->
                    assertThat(one.requireState(id).revision()).isEqualTo(revision));
            assertThat(one.sessions(ADA.user(), null, 100).items()).hasSize(60);
        }
    }

    @Test
    void closing_while_commands_come_answers_every_one_of_them() throws Exception {
        OsRuntime runtime = runtime();
        runtime.open(SESSION, ADA, OpenSession.empty());
        CountDownLatch some = new CountDownLatch(100);
        AtomicLong applied = new AtomicLong();
        List<CompletionStage<CommandOutcome>> stages = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            CommandRequest request = CommandRequest.of(
                    ADA, new CommandId(ClientId.of("tab"), i), new DesktopCommand.SetTheme(Theme.of("t" + i)));
            stages.add(runtime.submit(SESSION, request).whenComplete((outcome, failure) -> {
                applied.addAndGet(outcome == null ? 0 : 1);
                some.countDown();
            }));
        }
        assertThat(some.await(30, TimeUnit.SECONDS)).isTrue();
        runtime.close();
        assertThat(stages)
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isDone());
        try (OsRuntime next = runtime()) {
            assertThat(next.requireState(SESSION).revision()).isEqualTo(1 + applied.get());
        }
    }

    @Test
    void closing_waits_until_the_outcomes_are_told() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        OsRuntime runtime = BlackRoad.runtime(storage).executor(own).build();
        runtime.open(SESSION, ADA, OpenSession.empty());
        AtomicBoolean told = new AtomicBoolean();
        AtomicBoolean toldAtClose = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            runtime.close();
            toldAtClose.set(told.get());
        });
        CountDownLatch composed = new CountDownLatch(1);
        own.execute(() -> awaitQuietly(composed));
        CompletionStage<Void> telling = runtime.submit(
                        SESSION,
                        CommandRequest.of(
                                ADA, new CommandId(ClientId.of("tab"), 1), WindowCommand.OpenWindow.of("notes")))
                .thenRun(() -> {
                    closing.start();
                    awaitWaitingOrEnded(closing);
                    told.set(true);
                });
        composed.countDown();
        telling.toCompletableFuture().get(30, TimeUnit.SECONDS);
        closing.join();
        assertThat(toldAtClose).isTrue();
        own.shutdownNow();
        assertThat(own.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** No event tells that a thread waits. */
    private static void awaitWaitingOrEnded(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void settings_are_checked_and_set_once() {
        RuntimeBuilder builder = BlackRoad.runtime(storage);
        assertThatThrownBy(() -> builder.snapshotEvery(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapshotEvery must be 1 to 1000");
        assertThatThrownBy(() -> builder.bufferSize(1)).isInstanceOf(IllegalArgumentException.class);
        builder.limits(SessionLimits.defaults()).snapshotEvery(5).bufferSize(10);
        assertThatThrownBy(() -> builder.bufferSize(20))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("10");
    }

    private OsRuntime runtime() {
        return BlackRoad.runtime(storage).build();
    }

    private static List<WindowId> openWindows(OsRuntime runtime, int count) {
        OsSession session = runtime.attach(SESSION, ADA);
        for (int i = 0; i < count; i++) {
            session.execute(WindowCommand.OpenWindow.of("app-" + i));
        }
        return runtime.requireState(SESSION).focusOrder();
    }

    private static List<CommandOutcome> sendMoves(
            OsRuntime runtime, List<WindowId> windows, Random random, int client) {
        OsSession session = runtime.attach(SESSION, ADA);
        List<CommandOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 125; i++) {
            WindowId window = windows.get(random.nextInt(windows.size()));
            outcomes.add(session.execute(new WindowCommand.MoveWindow(window, new Position(client, i))));
        }
        return outcomes;
    }

    /** Folds a stream to a state, and lets a test wait for a revision. */
    private static final class Folding implements Flow.Subscriber<SessionFrame> {

        private final AtomicLong inside = new AtomicLong();
        private volatile boolean overlapped;
        private volatile OsState state = TestDesktop.with().state();
        private volatile long awaited = Long.MAX_VALUE;
        private final CountDownLatch reached = new CountDownLatch(1);

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(SessionFrame frame) {
            overlapped |= inside.incrementAndGet() != 1;
            if (frame instanceof SessionFrame.Snapshot snapshot) {
                state = snapshot.state();
            } else if (frame instanceof SessionFrame.Event event) {
                assertThat(event.event().revision()).isEqualTo(state.revision() + 1);
                state = OsLogic.evolve(state, event.event().event());
            }
            if (state.revision() >= awaited) {
                reached.countDown();
            }
            inside.decrementAndGet();
        }

        @Override
        public void onError(Throwable reason) {
            throw new AssertionError("the stream failed", reason);
        }

        @Override
        public void onComplete() {
            reached.countDown();
        }

        void await(long revision) throws InterruptedException {
            awaited = revision;
            if (state.revision() < revision) {
                assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            }
        }

        OsState state() {
            return state;
        }
    }
}
