package systems.blackroad.examples.store;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/** A process that appends without end, one thread per session, and prints each acknowledgement; it is meant to be killed. */
final class AppendingProgram {

    static final int SESSIONS = 4;
    private static final int FAILED = 2;

    private AppendingProgram() {}

    static SessionId session(int number) {
        return SessionId.of("session-" + number);
    }

    /** Takes the storage's URL; prints a session's number and the acknowledged revision on a line each. */
    public static void main(String[] args) {
        // A machine that is busy for a while must not end it.
        StorageOptions patient =
                StorageOptions.builder().callTimeout(Duration.ofMinutes(5)).build();
        Storage storage = Storages.open(args[0], patient);
        PrintStream out = System.out;
        out.println("open");
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        for (int number = 0; number < SESSIONS; number++) {
            int session = number;
            threads.execute(() -> appendWithoutEnd(storage.sessions(), session, out));
        }
    }

    private static void appendWithoutEnd(SessionStore store, int number, PrintStream out) {
        try {
            SessionId session = session(number);
            @Nullable SessionHead head = store.heads(Set.of(session)).get(session);
            while (!out.checkError()) {
                head = Sample.append(store, session, head);
                out.println(number + " " + head.revision());
            }
        } catch (RuntimeException | Error e) {
            // Else the others go on, and who reads waits for this one for ever.
            e.printStackTrace();
            System.exit(FAILED);
        }
    }
}
