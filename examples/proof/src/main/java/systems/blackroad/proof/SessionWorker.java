package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.core.BlackRoad;

/**
 * A worker process: several threads send random window commands to shared sessions, one repeats what other workers sent, and
 * a subscriber follows each session. When its input has a byte it sends no more; when its input ends its subscribers catch up,
 * and it ends.
 */
final class SessionWorker {

    static final UserId USER = UserId.of("proof");
    private static final int THREADS = 4;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    /** At 0 when no more commands are to be sent. No thread is interrupted, so that what is under way is answered. */
    private final CountDownLatch quiet = new CountDownLatch(1);

    private final Calls calls;
    private final int sessions;

    private SessionWorker(OsRuntime runtime, Journal journal, int sessions) {
        this.calls = new Calls(runtime, journal, quiet);
        this.sessions = sessions;
    }

    static SessionId session(int number) {
        return SessionId.of("proof-" + number);
    }

    /**
     * Works until the end of standard input.
     *
     * @param file its journal; its subscribers' journal stands beside it
     * @param before the journal of the worker in whose place it works, which may not be there
     */
    static void run(Storage storage, Path file, Path before, int sessions, long seed)
            throws IOException, InterruptedException {
        try (Journal journal = Journal.open(file);
                Journal seen = Journal.open(Watchers.journal(file));
                OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            SessionWorker worker = new SessionWorker(runtime, journal, sessions);
            List<Thread> threads = worker.start(file, seed);
            Watchers watchers = Watchers.start(runtime, seen, sessions, Watchers.kept(before));
            Processes.awaitByte();
            worker.quiet.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            journal.write(Nodes.QUIET);
            Processes.awaitEndOfInput();
            watchers.finish(CATCH_UP);
        }
    }

    private List<Thread> start(Path file, long seed) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed * THREADS + i);
            ClientId client = ClientId.of("w" + ProcessHandle.current().pid() + "-" + seed + "-" + i);
            threads.add(new Thread(() -> work(client, random), "proof-session-" + i));
        }
        threads.add(new Thread(new Retrier(calls, file, new Random(seed), quiet), "proof-retrier"));
        threads.forEach(Thread::start);
        return threads;
    }

    private void work(ClientId client, Random random) {
        long sequence = 0;
        while (quiet.getCount() > 0) {
            SessionId session = session(random.nextInt(sessions));
            try {
                OsState state = calls.read(session);
                if (random.nextInt(10) > 0) {
                    sequence++;
                    // Half of the lost answers are left to another worker, as when a client changes its node.
                    calls.send(
                            session, new CommandId(client, sequence), Move.random(state, random), random.nextBoolean());
                }
            } catch (BlackRoadException e) {
                Processes.note("failed: " + e.getMessage());
            }
        }
    }
}
