package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.BlackRoad;

/** A worker process that sends random window commands to shared sessions, from several threads, until its input ends. */
final class SessionWorker {

    static final UserId USER = UserId.of("proof");
    private static final int THREADS = 4;
    private static final int REPEATS = 5;

    private final OsRuntime runtime;
    private final Journal journal;
    private final int sessions;
    private final AtomicLong calls = new AtomicLong();

    private SessionWorker(OsRuntime runtime, Journal journal, int sessions) {
        this.runtime = runtime;
        this.journal = journal;
        this.sessions = sessions;
    }

    static SessionId session(int number) {
        return SessionId.of("proof-" + number);
    }

    /** Works until the end of standard input. */
    static void run(Storage storage, Path file, int sessions, long seed) throws IOException, InterruptedException {
        try (Journal journal = Journal.open(file);
                OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            SessionWorker worker = new SessionWorker(runtime, journal, sessions);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed * THREADS + i);
                ClientId client = ClientId.of("w" + ProcessHandle.current().pid() + "-" + seed + "-" + i);
                Thread thread = new Thread(() -> worker.work(client, random), "proof-session-" + i);
                threads.add(thread);
                thread.start();
            }
            Processes.awaitEndOfInput();
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void work(ClientId client, Random random) {
        long sequence = 0;
        while (!Thread.currentThread().isInterrupted()) {
            SessionId session = session(random.nextInt(sessions));
            try {
                OsState state = read(session);
                if (random.nextInt(10) > 0) {
                    sequence++;
                    send(session, new CommandId(client, sequence), next(state, random));
                }
            } catch (BlackRoadException e) {
                Processes.note("failed: " + e.getMessage());
            }
        }
    }

    private OsState read(SessionId session) {
        long call = begin(session, "");
        OsState state = runtime.requireState(session);
        journal.write("R", call, state.revision(), System.nanoTime());
        return state;
    }

    /** Sends a command as a careful client does: after a lost answer again, with the same id. */
    private void send(SessionId session, CommandId id, OsCommand command) {
        long call = begin(session, id.toString());
        CommandRequest request = CommandRequest.of(Actor.of(USER), id, command);
        for (int attempt = 1; attempt <= REPEATS && !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                CommandOutcome outcome = runtime.execute(session, request);
                long now = System.nanoTime();
                if (outcome instanceof Applied applied) {
                    List<RecordedEvent> events = applied.events();
                    journal.write("W", call, events.get(0).revision(), applied.revision(), now);
                } else {
                    journal.write("R", call, outcome.revision(), now);
                }
                return;
            } catch (UnknownOutcomeException e) {
                Processes.note("attempt " + attempt + ": " + e.getMessage());
            }
        }
    }

    private long begin(SessionId session, String command) {
        long call = calls.incrementAndGet();
        journal.write("I", call, session, command, System.nanoTime());
        return call;
    }

    private static OsCommand next(OsState state, Random random) {
        if (state.windows().size() < 3 || (state.windows().size() < 12 && random.nextInt(6) == 0)) {
            return OpenWindow.of("proof");
        }
        WindowId window =
                state.windows().get(random.nextInt(state.windows().size())).id();
        switch (random.nextInt(7)) {
            case 0:
                return new CloseWindow(window);
            case 1:
                return new FocusWindow(window);
            case 2:
                return new MinimizeWindow(window);
            case 3:
                return new MaximizeWindow(window);
            case 4:
                return new RestoreWindow(window);
            default:
                return new MoveWindow(window, new Position(random.nextInt(2000), random.nextInt(1000)));
        }
    }
}
