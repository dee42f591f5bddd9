package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** How fast jobs are taken in while none runs: one by one, and many in one call; beside the server's own rows. */
final class EnqueueReport {

    private static final int CALLERS = 8;

    private final Databases databases;
    private final JobsOptions options;
    private final List<Side> sides;
    private int made;
    private long seed;

    /** Of some engines, each judged by what it is known to reach on these databases. */
    EnqueueReport(
            Databases databases, List<JobEngines> engines, Function<JobEngines, PeerRates> known, JobsOptions options) {
        this.databases = databases;
        this.options = options;
        this.sides = Stream.concat(
                        Stream.of(new Side("rows alone", url -> new RawRows(url, CALLERS), PeerRates.NONE)),
                        engines.stream()
                                .map(engine -> new Side(
                                        engine.title(),
                                        url -> engine.open(url, Drain.NEVER_CALLED),
                                        known.apply(engine))))
                .toList();
    }

    private interface Opener {
        JobQueue open(String url) throws Exception;
    }

    /** One that takes jobs in, and what is known of it. */
    private record Side(String name, Opener opener, PeerRates known) {}

    /**
     * One figure of a side.
     *
     * @param callers how many threads call
     * @param batch how many jobs each call takes
     */
    private record Figure(Side side, int callers, int batch) {

        static Figure single(Side side) {
            return new Figure(side, CALLERS, 1);
        }

        static Figure batch(Side side) {
            return new Figure(side, 1, JobQueue.MAX_BATCH);
        }

        static Figure batches(Side side) {
            return new Figure(side, CALLERS, JobQueue.MAX_BATCH);
        }
    }

    /** Runs the rounds and prints them. */
    void print() throws Exception {
        System.out.printf(
                "%n### Enqueue: no job runs, %d rounds of %d ms after one to warm up; %s%n%n",
                options.rounds(), options.enqueueRound().toMillis(), Machine.others());
        List<Figure> figures = sides.stream()
                .flatMap(side -> Stream.of(Figure.single(side), Figure.batch(side), Figure.batches(side)))
                .toList();
        for (Figure figure : figures) {
            perSecond(figure);
        }
        Map<Figure, List<Double>> results = Rounds.interleaved(figures, options.rounds(), this::perSecond);
        System.out.printf(
                "| jobs/s | one by one, %d callers | %,d a call, 1 caller | %,d a call, %d callers |%n|---|---|---|---|%n",
                CALLERS, JobQueue.MAX_BATCH, JobQueue.MAX_BATCH, CALLERS);
        List<String> verdicts = new ArrayList<>();
        for (Side side : sides) {
            Spread single = spread(results, Figure.single(side));
            Spread batch = spread(results, Figure.batch(side));
            Spread batches = spread(results, Figure.batches(side));
            System.out.printf(
                    "| %s | %s | %s | %s |%n",
                    side.name(), single.text("%,.0f"), batch.text("%,.0f"), batches.text("%,.0f"));
            double most = Math.max(batch.median(), batches.median());
            verdicts.add(String.format(
                    "- %s: one by one %s; in batches %s",
                    side.name(),
                    side.known().onEnqueue(single.median()),
                    side.known().onBatch(most)));
        }
        System.out.println();
        verdicts.forEach(System.out::println);
    }

    private static Spread spread(Map<Figure, List<Double>> results, Figure figure) {
        return Spread.of(results.getOrDefault(figure, List.of()), Double::doubleValue);
    }

    /** What was acknowledged is there. */
    private static void requireAll(Figure figure, long rows, long calls) {
        long acknowledged = JobQueue.MAX_BATCH + calls * figure.batch();
        if (rows != acknowledged) {
            throw new IllegalStateException(
                    figure.side().name() + " acknowledged " + acknowledged + " jobs, and " + rows + " are there");
        }
    }

    private double perSecond(Figure figure) throws Exception {
        String database = "enqueue_" + ++made;
        String url = databases.create(database);
        int batch = figure.batch();
        AtomicInteger next = new AtomicInteger(JobQueue.MAX_BATCH);
        try (JobQueue queue = figure.side().opener().open(url)) {
            queue.enqueue(0, JobQueue.MAX_BATCH);
            databases.analyze(database);
            Load.Done done = Load.run(figure.callers(), options.enqueueRound(), seed++, (caller, random) -> {
                int first = next.getAndAdd(batch);
                if (batch == 1) {
                    queue.enqueue(first);
                } else {
                    queue.enqueue(first, batch);
                }
            });
            requireAll(figure, databases.number(database, "select count(*) from " + queue.table()), done.operations());
            double perSecond = done.perSecond() * batch;
            System.err.printf(
                    "%s: %,.0f/s, %d a call, %d callers%n", figure.side().name(), perSecond, batch, figure.callers());
            return perSecond;
        } finally {
            databases.drop(database);
        }
    }
}
