package systems.blackroad.proof;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.core.BlackRoad;

/**
 * One chaos run: starts workers, kills and stops them at random, starts others in their place, lets everything end in good
 * order, and checks. Single-threaded.
 */
final class ChaosRun {

    private static final int SESSIONS = 5;
    private static final int MIN_PAUSE_MILLIS = 150;
    private static final int MAX_PAUSE_MILLIS = 900;
    private static final Duration FAULT_WAIT = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(90);

    private final Scenario scenario;
    private final Path folder;
    private final Random random;
    private final List<Path> journals = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final @Nullable Relay relay;

    private ChaosRun(Scenario scenario, Path folder, @Nullable Relay relay) {
        this.scenario = scenario;
        this.folder = folder;
        this.relay = relay;
        this.random = new Random(scenario.seed());
    }

    /**
     * Runs a scenario.
     *
     * @param folder where journals and the workers' output are kept
     */
    static Report run(Scenario scenario, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean network =
                Arrays.stream(Fault.values()).anyMatch(fault -> fault.isOfNetwork() && scenario.planned(fault) > 0);
        if (!network) {
            return new ChaosRun(scenario, folder, null).run();
        }
        try (Relay relay = Relay.before(scenario.url())) {
            return new ChaosRun(scenario, folder, relay).run();
        }
    }

    private Report run() throws IOException, InterruptedException {
        try {
            prepare();
            for (int i = 0; i < scenario.nodes(); i++) {
                workers.add(start(true));
            }
            inject();
            for (Process worker : workers) {
                Processes.finish(worker);
            }
            workers.clear();
            return scenario.work() == Scenario.Work.SESSIONS ? checkSessions() : checkJobs();
        } finally {
            for (Process worker : workers) {
                Processes.kill(worker);
            }
        }
    }

    private Storage open() {
        return Storages.open(
                scenario.url(),
                StorageOptions.builder().namespace(scenario.namespace()).build());
    }

    private void prepare() {
        if (scenario.work() == Scenario.Work.SESSIONS) {
            try (Storage storage = open();
                    OsRuntime runtime = BlackRoad.runtime(storage).build()) {
                for (int i = 0; i < SESSIONS; i++) {
                    runtime.open(SessionWorker.session(i), Actor.of(SessionWorker.USER), OpenSession.empty());
                }
            }
        }
    }

    private Process start(boolean enqueues) throws IOException {
        int number = journals.size();
        Path journal = folder.resolve("journal-" + number + ".txt");
        journals.add(journal);
        File log = folder.resolve("worker-" + number + ".log").toFile();
        String seed = Long.toString(scenario.seed() * 1000 + number);
        String url = relay == null ? scenario.url() : relay.url();
        return Processes.start(
                log,
                scenario.work() == Scenario.Work.SESSIONS
                        ? List.of(
                                "session-worker",
                                url,
                                scenario.namespace(),
                                journal.toString(),
                                seed,
                                Integer.toString(SESSIONS))
                        : List.of(
                                "job-worker",
                                url,
                                scenario.namespace(),
                                journal.toString(),
                                seed,
                                scenario.lease().toString(),
                                Boolean.toString(enqueues)));
    }

    /** Injects the faults in random order, each on a worker that has had a moment to get going. */
    private void inject() throws IOException, InterruptedException {
        List<Fault> plan = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            plan.addAll(Collections.nCopies(scenario.planned(fault), fault));
        }
        Collections.shuffle(plan, random);
        awaitProgress(0);
        for (Fault fault : plan) {
            Thread.sleep(MIN_PAUSE_MILLIS + random.nextInt(MAX_PAUSE_MILLIS - MIN_PAUSE_MILLIS));
            replaceDead();
            if (inject(fault, random.nextInt(workers.size()))) {
                injected.merge(fault, 1, Integer::sum);
            }
        }
        Thread.sleep(MAX_PAUSE_MILLIS);
    }

    /** Injects one fault; false if there was nothing to inject it into. */
    private boolean inject(Fault fault, int victim) throws IOException, InterruptedException {
        return switch (fault) {
            case KILL -> kill(victim);
            case STOP -> stop(workers.get(victim));
            case CUT -> relay != null && cut(relay);
            case LOST -> relay != null && loseCommit(relay);
        };
    }

    private boolean kill(int victim) throws IOException, InterruptedException {
        Processes.kill(workers.get(victim));
        workers.set(victim, start(true));
        if (scenario.nodes() == 1) {
            awaitProgress(journals.size() - 1);
        }
        return true;
    }

    private boolean stop(Process worker) throws IOException, InterruptedException {
        Processes.signal(worker, "STOP");
        Thread.sleep(random.nextInt(Math.toIntExact(3 * scenario.lease().toMillis())));
        Processes.signal(worker, "CONT");
        return true;
    }

    /** Cuts as soon as there is something to cut: just after kills the workers may still be connecting. */
    private static boolean cut(Relay relay) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + FAULT_WAIT.toNanos();
        int cut = relay.cut();
        while (cut == 0 && System.nanoTime() < deadline) {
            Thread.sleep(5);
            cut = relay.cut();
        }
        return cut > 0;
    }

    private static boolean loseCommit(Relay relay) throws InterruptedException {
        relay.loseNextCommit();
        long deadline = System.nanoTime() + FAULT_WAIT.toNanos();
        while (relay.isLosing() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return !relay.loseNothing();
    }

    /** Starts workers in place of those that ended by themselves, as when they started while their connection was cut. */
    private void replaceDead() throws IOException {
        for (int i = 0; i < workers.size(); i++) {
            if (!workers.get(i).isAlive()) {
                workers.set(i, start(true));
            }
        }
    }

    /** Waits until a worker has written its first lines, so that faults hit work and not a starting JVM. */
    private void awaitProgress(int journal) throws IOException, InterruptedException {
        Path file = journals.get(journal);
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (!Files.exists(file) || Files.size(file) < 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "a worker did nothing for " + DRAIN + "; see its log beside " + file.getFileName());
            }
            Thread.sleep(20);
        }
    }

    private Report checkSessions() throws IOException {
        SessionHistory history = SessionHistory.read(existing());
        Map<String, List<String>> logs = new HashMap<>();
        long events = 0;
        try (Storage storage = open()) {
            for (int i = 0; i < SESSIONS; i++) {
                SessionId session = SessionWorker.session(i);
                List<String> log = readLog(storage.sessions(), session);
                logs.put(session.value(), log);
                events += log.size();
            }
        }
        // The first event of each session is its opening, which this process sent.
        List<String> opening = logs.values().stream().map(log -> log.get(0)).toList();
        List<String> sent = new ArrayList<>(history.commands());
        sent.addAll(opening);
        SessionHistory whole = new SessionHistory(history.operations(), Set.copyOf(sent));
        long unanswered = history.commands().size()
                - history.operations().stream()
                        .filter(o -> !o.command().isEmpty())
                        .count();
        return new Report(
                scenario,
                injected,
                history.operations().size(),
                events + " events, " + history.commands().size() + " commands, " + Math.max(unanswered, 0)
                        + " without an event of their own or unanswered",
                SessionChecker.check(whole, logs));
    }

    private static List<String> readLog(SessionStore store, SessionId session) {
        List<String> log = new ArrayList<>();
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

    private Report checkJobs() throws IOException, InterruptedException {
        try (Storage storage = open()) {
            drain(storage);
            JobHistory history = JobHistory.read(existing());
            Map<String, JobChecker.Final> finals = new HashMap<>();
            String after = null;
            do {
                Page<Job> page = storage.jobs().list(JobFilter.ALL, after, Page.MAX_LIMIT);
                page.items()
                        .forEach(job -> finals.put(job.id().value(), new JobChecker.Final(job.status(), job.token())));
                after = page.next();
            } while (after != null);
            long repeated = history.runs().size()
                    - history.runs().stream()
                            .map(JobHistory.Run::job)
                            .distinct()
                            .count();
            return new Report(
                    scenario,
                    injected,
                    history.acknowledged().size(),
                    finals.size() + " jobs, " + history.runs().size() + " runs, " + repeated + " of them repeats",
                    JobChecker.check(history, finals));
        }
    }

    /** Runs a last worker, which enqueues nothing, until no job is left to run. */
    private void drain(Storage storage) throws IOException, InterruptedException {
        Process last = start(false);
        workers.add(last);
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (storage.jobs().counts().entrySet().stream()
                        .anyMatch(count -> !count.getKey().isFinished() && count.getValue() > 0)
                && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        Processes.finish(last);
        workers.clear();
    }

    private List<Path> existing() {
        return journals.stream().filter(Files::exists).toList();
    }
}
