package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/**
 * Takes the server away from workers that enqueue and run jobs, for one span after another, and looks how they come back: at
 * the rate of before within five seconds, all of them, with few words. What is checked of jobs in any chaos run is checked too.
 * Single-threaded.
 */
final class OutageRun {

    private static final Duration STEADY = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    /** Within this after the server answers again the rate is that of before. */
    private static final Duration RETURN = Duration.ofSeconds(5);

    private static final double ENOUGH = 0.9;
    /** What a worker may say of an outage at once, beside one line a second: each of its connections breaks. */
    private static final int AT_ONCE = 12;

    private static final Pattern RECORD = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+ .*");
    private static final Duration END = Duration.ofSeconds(90);

    private final Scenario scenario;
    private final Server server;
    private final Nodes nodes;
    private final Path folder;
    private final List<String> violations = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final StringBuilder detail = new StringBuilder();

    private OutageRun(Scenario scenario, Server server, Nodes nodes, Path folder) {
        this.scenario = scenario;
        this.server = server;
        this.nodes = nodes;
        this.folder = folder;
    }

    /**
     * Runs a scenario of jobs, whose planned restarts are the outages.
     *
     * @param outages how long the server is away
     * @param folder where journals and the workers' output are kept
     */
    static Report run(Scenario scenario, List<Duration> outages, Path folder, Server server)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (Nodes nodes = new Nodes(scenario, scenario.url(), folder)) {
            return new OutageRun(scenario, server, nodes, folder).run(outages);
        }
    }

    private Report run(List<Duration> outages) throws IOException, InterruptedException {
        nodes.startAll();
        nodes.awaitBegun();
        for (Duration outage : outages) {
            Thread.sleep(STEADY.toMillis());
            takeAway(outage);
        }
        long from = System.nanoTime();
        nodes.finish();
        disturbances.add(new Disturbance(null, null, from, System.nanoTime()));
        violations.addAll(nodes.broken());
        Map<Fault, Integer> injected = new EnumMap<>(Map.of(Fault.RESTART, outages.size()));
        try (Storage storage = Storages.open(
                scenario.url(),
                StorageOptions.builder().namespace(scenario.namespace()).build())) {
            nodes.startDrain();
            Awaiting.until(END, () -> JobVerdict.unfinished(storage) == 0);
            nodes.finish();
            Report report = JobVerdict.of(scenario, injected, disturbances, storage, nodes.journals(), violations);
            return new Report(scenario, injected, report.progress(), report.detail() + detail, report.violations());
        }
    }

    private void takeAway(Duration outage) throws IOException, InterruptedException {
        long wordsBefore = words();
        long gone = System.nanoTime();
        server.crash();
        Thread.sleep(outage.toMillis());
        server.start();
        long back = System.nanoTime();
        disturbances.add(new Disturbance(Fault.RESTART, null, gone, back));
        Thread.sleep(RETURN.plus(MEASURED).toMillis());
        long words = words() - wordsBefore;
        nodes.replaceDead();
        Outage seen = new Outage(
                (back - gone) / 1e9,
                rate("D", gone - MEASURED.toNanos()),
                rate("E", back + RETURN.toNanos()),
                rate("D", back + RETURN.toNanos()),
                words,
                !nodes.broken().isEmpty());
        violations.addAll(seen.violations(scenario.nodes()));
        detail.append(String.format(
                "%n  away for %.1f s: %.0f jobs/s before, the first %d ms after it was back, %.0f jobs/s from %d s on, %d log"
                        + " records",
                seen.seconds(), seen.before(), firstAfter(back), seen.after(), RETURN.toSeconds(), words));
    }

    /**
     * What an outage did.
     *
     * @param seconds how long the server was away
     * @param before how many jobs ran in a second before it
     * @param offered how many were enqueued in a second once it was over
     * @param after how many ran then
     * @param words how many records all workers logged over it
     * @param ended whether a worker ended
     */
    record Outage(double seconds, double before, double offered, double after, long words, boolean ended) {

        /** What was not as promised, with so many workers. */
        List<String> violations(int workers) {
            List<String> violations = new ArrayList<>();
            String over = String.format(" over an outage of %.1f s", seconds);
            if (ended) {
                violations.add("ENDED a worker ended" + over);
            }
            if (after < ENOUGH * Math.min(before, offered)) {
                violations.add(String.format(
                        "SLOW %.0f jobs/s from %d s after an outage of %.1f s on, %.0f were enqueued, and %.0f ran before it",
                        after, RETURN.toSeconds(), seconds, offered, before));
            }
            if (words > workers * (AT_ONCE + seconds)) {
                violations.add("LOUD " + words + " log records of " + workers + " workers" + over);
            }
            return violations;
        }
    }

    /** When, on all workers, enqueues were acknowledged ({@code E}) or handlers ended ({@code D}). */
    private LongStream times(String kind) throws IOException {
        LongStream.Builder times = LongStream.builder();
        for (Path journal : nodes.journals()) {
            for (String[] line : Journal.read(journal)) {
                if (line[0].equals(kind)) {
                    times.add(Long.parseLong(line[kind.equals("E") ? 2 : 3]));
                }
            }
        }
        return times.build();
    }

    private double rate(String kind, long from) throws IOException {
        long until = from + MEASURED.toNanos();
        return times(kind).filter(at -> at >= from && at < until).count() / (double) MEASURED.toSeconds();
    }

    private long firstAfter(long back) throws IOException {
        return times("D").filter(at -> at >= back).map(at -> at - back).min().orElse(-1_000_000) / 1_000_000;
    }

    /** How many records all workers logged so far, but for what the harness itself notes. */
    private long words() throws IOException {
        long words = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                try (Stream<String> lines = Files.lines(log)) {
                    words +=
                            lines.filter(line -> RECORD.matcher(line).matches()).count();
                }
            }
        }
        return words;
    }
}
