package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/**
 * One chaos run: starts workers, injects faults at random, starts others in place of the killed, lets everything end in good
 * order, and checks. Single-threaded.
 */
final class ChaosRun {

    private static final int MIN_PAUSE_MILLIS = 150;
    private static final int MAX_PAUSE_MILLIS = 900;
    private static final int MAX_FULL_MILLIS = 3_000;
    private static final Duration FAULT_WAIT = Duration.ofSeconds(60);
    /** Within this after a restart of the server each worker must be answered again. */
    private static final Duration RESUME = Duration.ofSeconds(60);

    private static final Duration END = Duration.ofSeconds(90);
    /** How long a dead worker may take to be seen as one. */
    private static final Duration REAP = Duration.ofSeconds(10);
    /** The run's own calls are not what is tested, and have to outlast the work around them. */
    private static final Duration CALL = Duration.ofMinutes(1);

    private final Scenario scenario;
    private final Random random;
    private final Nodes nodes;
    private final @Nullable Relay relay;
    private final @Nullable Server server;
    private final @Nullable Disk disk;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final List<String> violations = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private long slowestResumeMillis;

    private ChaosRun(
            Scenario scenario, Nodes nodes, @Nullable Relay relay, @Nullable Server server, @Nullable Disk disk) {
        this.scenario = scenario;
        this.nodes = nodes;
        this.relay = relay;
        this.server = server;
        this.disk = disk;
        this.random = new Random(scenario.seed());
    }

    /**
     * Runs a scenario.
     *
     * @param folder where journals and the workers' output are kept
     * @param server the server behind the scenario's URL, needed for restarts
     * @param disk where the storage's data are, needed to fill it
     */
    static Report run(Scenario scenario, Path folder, @Nullable Server server, @Nullable Disk disk)
            throws IOException, InterruptedException {
        if (server == null && scenario.planned(Fault.RESTART) > 0) {
            throw new IllegalArgumentException("restarts need a server of the run's own, not one behind a URL");
        }
        if (disk == null && scenario.planned(Fault.FULL) > 0) {
            throw new IllegalArgumentException("full needs disk=, a folder on a small file system for the data");
        }
        if (scenario.url().startsWith("jdbc:sqlite:") && scenario.planned(Fault.CLOCK) > 0) {
            throw new IllegalArgumentException("clocks need a server: the clock of SQLite is that of its process");
        }
        Files.createDirectories(folder);
        if (!scenario.needsRelay()) {
            return run(scenario, folder, null, server, disk);
        }
        try (Relay relay = Relay.before(scenario.url(), scenario.work().writes())) {
            return run(scenario, folder, relay, server, disk);
        }
    }

    private static Report run(
            Scenario scenario, Path folder, @Nullable Relay relay, @Nullable Server server, @Nullable Disk disk)
            throws IOException, InterruptedException {
        String url = relay == null ? scenario.url() : relay.url();
        try (Nodes nodes = new Nodes(scenario, url, folder)) {
            return new ChaosRun(scenario, nodes, relay, server, disk).run();
        }
    }

    private Report run() throws IOException, InterruptedException {
        boolean sessions = scenario.work() == Scenario.Work.SESSIONS;
        if (sessions) {
            try (Storage storage = open()) {
                SessionVerdict.prepare(storage);
            }
        }
        nodes.startAll();
        nodes.awaitBegun();
        inject();
        if (!nodes.awaitAnswers(RESUME)) {
            violations.add("STUCK a worker was not answered for " + RESUME + " after the last fault");
        }
        return sessions ? endSessions() : endJobs();
    }

    private Storage open() {
        return Storages.open(
                scenario.url(),
                StorageOptions.builder()
                        .namespace(scenario.namespace())
                        .callTimeout(CALL)
                        .build());
    }

    /** Injects the faults in random order. */
    private void inject() throws IOException, InterruptedException {
        List<Fault> plan = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            plan.addAll(Collections.nCopies(scenario.planned(fault), fault));
        }
        Collections.shuffle(plan, random);
        for (Fault fault : plan) {
            Thread.sleep(MIN_PAUSE_MILLIS + random.nextInt(MAX_PAUSE_MILLIS - MIN_PAUSE_MILLIS));
            nodes.replaceDead();
            int victim = random.nextInt(scenario.nodes());
            String worker = fault.isOfWorker() ? nodes.name(victim) : null;
            long from = System.nanoTime();
            if (inject(fault, victim)) {
                injected.merge(fault, 1, Integer::sum);
                if (fault.mayCostLeases()) {
                    disturbances.add(new Disturbance(fault, worker, from, System.nanoTime()));
                }
            }
        }
    }

    /** Injects one fault; false if there was nothing to inject it into for a long time. */
    private boolean inject(Fault fault, int victim) throws IOException, InterruptedException {
        return switch (fault) {
            case KILL -> kill(victim);
            case STOP -> stop(victim);
            case CUT -> relay != null && cut(relay);
            case LOST -> relay != null && loseCommit(relay);
            case RESTART -> server != null && restart(server);
            case FULL -> disk != null && fill(disk);
            case CLOCK -> nodes.setClock(victim);
        };
    }

    private boolean kill(int victim) throws IOException, InterruptedException {
        nodes.kill(victim);
        if (scenario.nodes() == 1) {
            nodes.awaitBegun();
        }
        return true;
    }

    /** Stops a worker for a while: the one in this place, or the next one there if that ended by itself just now. */
    private boolean stop(int victim) throws IOException, InterruptedException {
        long millis = random.nextInt(Math.toIntExact(3 * scenario.lease().toMillis()));
        return Awaiting.until(FAULT_WAIT, () -> {
            nodes.replaceDead();
            Process worker = nodes.process(victim);
            if (!signalled(worker, "STOP")) {
                return false;
            }
            Thread.sleep(millis);
            return signalled(worker, "CONT");
        });
    }

    private static boolean signalled(Process worker, String signal) throws IOException, InterruptedException {
        try {
            Processes.signal(worker, signal);
            return true;
        } catch (IOException e) {
            if (worker.waitFor(REAP.toSeconds(), TimeUnit.SECONDS)) {
                return false;
            }
            throw e;
        }
    }

    /** Cuts as soon as there is something to cut: just after kills the workers may still be connecting. */
    private boolean cut(Relay through) throws IOException, InterruptedException {
        return Awaiting.until(FAULT_WAIT, () -> {
            nodes.replaceDead();
            return through.cut() > 0;
        });
    }

    /** Waits for a commit whose answer can be lost. */
    private boolean loseCommit(Relay through) throws IOException, InterruptedException {
        through.loseNextCommit();
        Awaiting.until(FAULT_WAIT, () -> {
            nodes.replaceDead();
            return !through.isLosing();
        });
        return !through.loseNothing();
    }

    private boolean restart(Server crashing) throws IOException, InterruptedException {
        crashing.crash();
        Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
        crashing.start();
        awaitResume("a restart of the server");
        return true;
    }

    private boolean fill(Disk full) throws IOException, InterruptedException {
        full.fill(Duration.ofMillis(random.nextInt(MAX_FULL_MILLIS)));
        if (server != null && !Awaiting.until(RESUME, () -> isBack(server))) {
            violations.add("STUCK the server did not answer for " + RESUME + " after its disk was full");
        }
        awaitResume("the disk was full");
        return true;
    }

    private static boolean isBack(Server filled) throws IOException, InterruptedException {
        if (filled.hasEnded()) {
            filled.start();
        }
        return Awaiting.answers(filled.url());
    }

    private void awaitResume(String after) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (!nodes.awaitAnswers(RESUME)) {
            violations.add("STUCK a worker was not answered for " + RESUME + " after " + after);
        }
        slowestResumeMillis = Math.max(slowestResumeMillis, (System.nanoTime() - start) / 1_000_000);
    }

    private Report endSessions() throws IOException, InterruptedException {
        List<Path> concluded = nodes.liveJournals();
        if (!nodes.quiet(END)) {
            violations.add("STUCK a worker still had a command under way " + END + " after it was told to stop");
        }
        nodes.finish();
        violations.addAll(nodes.broken());
        try (Storage storage = open()) {
            Report report = SessionVerdict.of(
                    scenario, injected, storage, new SessionVerdict.Journals(nodes.journals(), concluded, violations));
            return withResume(report);
        }
    }

    private Report withResume(Report report) {
        return Arrays.stream(Fault.values()).noneMatch(fault -> fault.isOutage() && scenario.planned(fault) > 0)
                ? report
                : new Report(
                        scenario,
                        injected,
                        report.progress(),
                        report.detail() + "; all workers were answered again at most " + slowestResumeMillis
                                + " ms after the storage was there again",
                        report.violations());
    }

    /** Runs a last worker, which enqueues nothing, until no job is left to run. */
    private Report endJobs() throws IOException, InterruptedException {
        long from = System.nanoTime();
        nodes.finish();
        disturbances.add(new Disturbance(null, null, from, System.nanoTime()));
        try (Storage storage = open()) {
            nodes.startDrain();
            Awaiting.until(END, () -> JobVerdict.unfinished(storage) == 0);
            nodes.finish();
            violations.addAll(nodes.broken());
            return withResume(JobVerdict.of(scenario, injected, disturbances, storage, nodes.journals(), violations));
        }
    }
}
