package systems.blackroad.proof;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The worker processes of a chaos run, each with its journal, and what came of them. Not thread-safe. */
final class Nodes implements AutoCloseable {

    /** How a journal's file name begins. */
    static final String JOURNAL = "journal-";

    /** The line with which a session worker says that it sends no more. */
    static final String QUIET = "Q";

    private static final Duration BEGIN = Duration.ofSeconds(120);
    /** The lines that say that a worker was answered. */
    private static final Set<String> ANSWERS = Set.of("W", "R", "E");

    /** More than the last line of a journal. */
    private static final long LAST = 512;

    private final Scenario scenario;
    private final String url;
    private final Path folder;
    private final @Nullable WallClocks clocks;
    private final List<Path> journals = new ArrayList<>();
    private final List<Node> live = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /**
     * No workers yet.
     *
     * @param url where they find the storage, which may lead through a relay
     * @param folder where journals and the workers' output are kept
     */
    Nodes(Scenario scenario, String url, Path folder) throws IOException {
        this.scenario = scenario;
        this.url = url;
        this.folder = folder;
        this.clocks = scenario.planned(Fault.CLOCK) > 0 ? WallClocks.in(folder, scenario.seed()) : null;
    }

    /**
     * A worker process.
     *
     * @param before the journal of the one in whose place it works, if any
     */
    private record Node(int number, Process process, Path journal, Path before) {

        /** The journal that a worker in its place goes on from: its own, unless it never began one. */
        Path last() {
            return Files.exists(Watchers.journal(journal)) ? journal : before;
        }
    }

    static boolean isJournal(Path file) {
        return file.getFileName().toString().startsWith(JOURNAL);
    }

    void startAll() throws IOException {
        for (int i = 0; i < scenario.nodes(); i++) {
            live.add(start(true, folder.resolve("none")));
        }
    }

    /** The journals of all workers that there were, as far as they began one. */
    List<Path> journals() {
        return journals.stream().filter(Files::exists).toList();
    }

    /** The journals of those that are there now. */
    List<Path> liveJournals() {
        return live.stream().map(Node::journal).toList();
    }

    /** A line for each worker that ended with an exception which nobody caught. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** The file name of the journal of the worker in a place. */
    String name(int place) {
        return live.get(place).journal().getFileName().toString();
    }

    Process process(int place) {
        return live.get(place).process();
    }

    /** Sets a worker's wall clock; false if it is no more, or clocks were not asked for. */
    boolean setClock(int place) throws IOException {
        Node node = live.get(place);
        if (clocks == null || !node.process().isAlive()) {
            return false;
        }
        clocks.set(node.number());
        return true;
    }

    /** Kills a worker and starts another one in its place. */
    void kill(int place) throws IOException, InterruptedException {
        Processes.kill(live.get(place).process());
        live.set(place, start(true, live.get(place).last()));
    }

    /** Starts workers in place of those that ended by themselves, as when they started while the storage was away. */
    void replaceDead() throws IOException {
        for (int i = 0; i < live.size(); i++) {
            Node node = live.get(i);
            if (!node.process().isAlive()) {
                if (node.process().exitValue() != Processes.NOT_BEGUN) {
                    broken.add("BROKEN worker " + node.number() + " ended with code "
                            + node.process().exitValue() + "; see its log beside its journal");
                }
                live.set(i, start(true, node.last()));
            }
        }
    }

    /** Waits until each worker, or the one that took its place, is answered something that it asks from now on. */
    boolean awaitAnswers(Duration limit) throws IOException, InterruptedException {
        List<Path> known = liveJournals();
        List<Long> sizes = new ArrayList<>();
        for (Path journal : known) {
            sizes.add(Files.exists(journal) ? Files.size(journal) : 0);
        }
        return Awaiting.until(limit, () -> {
            replaceDead();
            for (int i = 0; i < live.size(); i++) {
                Path journal = live.get(i).journal();
                long from = journal.equals(known.get(i)) ? sizes.get(i) : 0;
                if (!isAnswered(journal, from)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static boolean isAnswered(Path journal, long from) throws IOException {
        if (!Files.exists(journal)) {
            return false;
        }
        return Journal.tail(journal, Files.size(journal) - from).more().stream()
                .anyMatch(line -> ANSWERS.contains(line[0]));
    }

    /** Waits until all have begun to be answered, so that faults hit work and not a starting JVM. */
    void awaitBegun() throws IOException, InterruptedException {
        if (!awaitAnswers(BEGIN)) {
            throw new IOException("a worker did nothing for " + BEGIN + "; see the logs in " + folder);
        }
    }

    /** Has all session workers send no more, and waits until they say that it is so. */
    boolean quiet(Duration limit) throws IOException, InterruptedException {
        for (Node node : live) {
            Processes.quiet(node.process());
        }
        return Awaiting.until(limit, () -> {
            boolean all = true;
            for (Node node : live) {
                all &= Journal.tail(node.journal(), LAST).more().stream().anyMatch(line -> line[0].equals(QUIET));
            }
            return all;
        });
    }

    /** Ends all workers in good order. */
    void finish() throws IOException, InterruptedException {
        for (Node node : live) {
            node.process().getOutputStream().close();
        }
        for (Node node : live) {
            Processes.finish(node.process());
            if (node.process().exitValue() != 0) {
                broken.add("BROKEN worker " + node.number() + " ended with code "
                        + node.process().exitValue() + " when it was told to end");
            }
        }
        live.clear();
    }

    /** Starts one more worker, which enqueues no jobs. */
    void startDrain() throws IOException {
        live.add(start(false, folder.resolve("none")));
    }

    private Node start(boolean enqueues, Path before) throws IOException {
        int number = journals.size();
        Path journal = folder.resolve(JOURNAL + number + ".txt");
        journals.add(journal);
        File log = folder.resolve("worker-" + number + ".log").toFile();
        String seed = Long.toString(scenario.seed() * 1000 + number);
        boolean sessions = scenario.work() == Scenario.Work.SESSIONS;
        List<String> arguments = new ArrayList<>(List.of(
                sessions ? "session-worker" : "job-worker", url, scenario.namespace(), journal.toString(), seed));
        if (sessions) {
            arguments.add(Integer.toString(SessionVerdict.SESSIONS));
            arguments.add(before.toString());
        } else {
            arguments.add(scenario.lease().toString());
            arguments.add(Boolean.toString(enqueues));
        }
        Map<String, String> environment = clocks == null ? Map.of() : clocks.environment(number);
        return new Node(number, Processes.start(log, arguments, environment), journal, before);
    }

    @Override
    public void close() throws IOException {
        for (Node node : live) {
            try {
                Processes.kill(node.process());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted; worker " + node.number() + " was killed and may still be there", e);
            }
        }
    }
}
