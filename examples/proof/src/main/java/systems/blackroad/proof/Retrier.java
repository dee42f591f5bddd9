package systems.blackroad.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;

/**
 * Sends again what other workers sent, with the same ids, as clients do whose node does not answer: what they left, what
 * stands unanswered in a journal that no longer grows, since its worker was killed or stopped, and some of what was answered.
 * It learns of them from their journals. Confined to the thread that runs it, until all is to be quiet.
 */
final class Retrier implements Runnable {

    private static final long PAUSE_MILLIS = 100;
    private static final int IDLE_ROUNDS = 5;
    private static final int ONE_OF_ANSWERED = 50;
    private static final int MAX_PER_ROUND = 200;
    /** A new worker begins this many bytes before the end of each journal, so that it finds the last calls of the killed. */
    private static final long LOOK_BACK = 32 * 1024;

    private final Calls calls;
    private final Path own;
    private final Random random;
    private final CountDownLatch quiet;
    private final Map<Path, Tail> tails = new HashMap<>();

    Retrier(Calls calls, Path own, Random random, CountDownLatch quiet) {
        this.calls = calls;
        this.own = own;
        this.random = random;
        this.quiet = quiet;
    }

    @Override
    public void run() {
        try {
            while (!quiet.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                due().forEach(this::sendAgain);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendAgain(Call call) {
        if (quiet.getCount() == 0) {
            return;
        }
        try {
            calls.sendAgain(call.session(), id(call.command()), call.move());
        } catch (BlackRoadException e) {
            Processes.note("failed: " + e.getMessage());
        }
    }

    /** The id whose text is {@code client:sequence}. */
    private static CommandId id(String text) {
        int colon = text.lastIndexOf(':');
        return new CommandId(ClientId.of(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    private List<Call> due() throws IOException {
        List<Path> journals;
        try (Stream<Path> files = Files.list(own.toAbsolutePath().getParent())) {
            journals = files.filter(Nodes::isJournal)
                    .filter(file -> !file.getFileName().equals(own.getFileName()))
                    .toList();
        }
        List<Call> due = new ArrayList<>();
        for (Path journal : journals) {
            if (!tails.containsKey(journal)) {
                tails.put(journal, new Tail(Journal.tail(journal, LOOK_BACK)));
            }
            tails.get(journal).read(due);
        }
        return due.size() > MAX_PER_ROUND ? due.subList(0, MAX_PER_ROUND) : due;
    }

    /** Someone's call. */
    private record Call(SessionId session, String command, Move move) {}

    /** Another worker's journal from where this one has read it. */
    private final class Tail {

        private final Journal.Tail lines;
        private final Map<String, Call> open = new HashMap<>();
        private int idle;

        Tail(Journal.Tail lines) {
            this.lines = lines;
        }

        void read(List<Call> due) throws IOException {
            List<String[]> fresh = lines.more();
            for (String[] line : fresh) {
                note(line, due);
            }
            idle = fresh.isEmpty() ? idle + 1 : 0;
            if (idle == IDLE_ROUNDS) {
                due.addAll(open.values());
                open.clear();
            }
        }

        private void note(String[] line, List<Call> due) {
            if (line[0].equals("I") && !line[3].isEmpty()) {
                open.put(line[1], new Call(SessionId.of(line[2]), line[3], Move.parse(line[5])));
            } else if (line.length > 1) {
                Call call = open.remove(line[1]);
                boolean again = line[0].equals("U") || (line[0].equals("W") && random.nextInt(ONE_OF_ANSWERED) == 0);
                if (call != null && again) {
                    due.add(call);
                }
            }
        }
    }
}
