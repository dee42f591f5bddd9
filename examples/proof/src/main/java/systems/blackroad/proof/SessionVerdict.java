package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.core.BlackRoad;
import systems.blackroad.core.OsJson;

/** Opens the sessions of a run, and compares what its workers were told with what the storage holds in the end. Stateless. */
final class SessionVerdict {

    /** How many sessions all workers share. */
    static final int SESSIONS = 5;

    private SessionVerdict() {}

    static void prepare(Storage storage) {
        try (OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            for (int i = 0; i < SESSIONS; i++) {
                runtime.open(SessionWorker.session(i), Actor.of(SessionWorker.USER), OpenSession.empty());
            }
        }
    }

    /** Checks a run whose workers have all ended. */
    static Report of(Scenario scenario, Map<Fault, Integer> injected, Storage storage, Journals journals)
            throws IOException {
        SessionHistory history = SessionHistory.read(journals.all());
        Map<String, List<@Nullable String>> logs = new HashMap<>();
        Map<String, WatchChecker.Final> finals = new HashMap<>();
        try (OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            for (int i = 0; i < SESSIONS; i++) {
                SessionId session = SessionWorker.session(i);
                logs.put(session.value(), readLog(storage.sessions(), session));
                OsState state = runtime.requireState(session);
                finals.put(session.value(), new WatchChecker.Final(state.revision(), OsJson.canonicalHash(state)));
            }
        }
        List<WatchHistory> watched = watched(journals.all());
        Set<String> concluded = journals.concluded().stream()
                .flatMap(journal -> finals.keySet().stream()
                        .map(session -> Watchers.journal(journal).getFileName() + " " + session))
                .collect(Collectors.toSet());
        List<String> violations = new ArrayList<>(journals.seen());
        violations.addAll(SessionChecker.check(withOpenings(history, logs), logs));
        violations.addAll(WatchChecker.check(watched, finals, concluded));
        return new Report(
                scenario, injected, progress(scenario, history, logs, watched, concluded), detail(history), violations);
    }

    /**
     * What a run leaves besides the storage.
     *
     * @param all the journals of all workers
     * @param concluded the journals of those that lived to the end
     * @param seen the violations that were seen during the run
     */
    record Journals(List<Path> all, List<Path> concluded, List<String> seen) {

        Journals {
            all = List.copyOf(all);
            concluded = List.copyOf(concluded);
            seen = List.copyOf(seen);
        }
    }

    /** The first event of each session is its opening, which this process sent. */
    private static SessionHistory withOpenings(SessionHistory history, Map<String, List<@Nullable String>> logs) {
        Set<String> sent = new HashSet<>(history.commands());
        for (List<@Nullable String> log : logs.values()) {
            String opening = log.isEmpty() ? null : log.get(0);
            if (opening != null) {
                sent.add(opening);
            }
        }
        return new SessionHistory(history.operations(), sent, history.answers(), history.refusals());
    }

    private static List<WatchHistory> watched(List<Path> journals) throws IOException {
        List<WatchHistory> watched = new ArrayList<>();
        for (Path journal : journals) {
            Path file = Watchers.journal(journal);
            if (Files.exists(file)) {
                watched.addAll(WatchHistory.read(file));
            }
        }
        return watched;
    }

    private static Map<String, Long> progress(
            Scenario scenario,
            SessionHistory history,
            Map<String, List<@Nullable String>> logs,
            List<WatchHistory> watched,
            Set<String> concluded) {
        Map<String, Long> progress = new LinkedHashMap<>();
        progress.put("answers looked up", history.operations().size() + history.repeated());
        progress.put("events", logs.values().stream().mapToLong(List::size).sum());
        if (scenario.nodes() > 1) {
            progress.put("repeats on another node", history.again());
            progress.put("of them answered with the first outcome", history.repeated());
        }
        progress.put(
                "frames to subscribers",
                watched.stream().mapToLong(one -> one.frames().size()).sum());
        if (scenario.planned(Fault.KILL) > 0) {
            progress.put(
                    "subscribers that went on in another worker",
                    watched.stream().filter(WatchHistory::tookOver).count());
        }
        progress.put(
                "subscribers at the end",
                watched.stream().filter(one -> concluded.contains(one.name())).count());
        return progress;
    }

    private static String detail(SessionHistory history) {
        long effective = history.commandsWith(Answer.Effect.NEW, Answer.Effect.REPEATED);
        long answered = history.commandsWith(Answer.Effect.values());
        long sent = history.commands().size();
        return "of " + sent + " commands " + effective + " were answered as applied, " + (answered - effective)
                + " as rejected or without effect, and " + (sent - answered)
                + " never, as their worker or its connection was gone";
    }

    private static List<@Nullable String> readLog(SessionStore store, SessionId session) {
        List<@Nullable String> log = new ArrayList<>();
        while (true) {
            SessionSlice slice = store.read(session, log.size(), SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ)
                    .orElseThrow();
            if (slice.events().isEmpty()) {
                while (log.size() < slice.head().revision()) {
                    log.add(null);
                }
                return log;
            }
            for (StoredEvent event : slice.events()) {
                while (log.size() < event.revision() - 1) {
                    log.add(null);
                }
                log.add(event.command().toString());
            }
        }
    }
}
