package systems.blackroad.operator.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Every course of events of a {@link SmallCluster} with at most so many steps, and at most so many faults among them.
 *
 * <p>An engine cannot be copied, so a course is run again from the beginning for each of its branches. A state that was met
 * before with as many steps and faults left is not entered again. Engines are functions of what they are told, so two states
 * are the same if the engines were told the same at the same times, the same messages are under way, and the ledger says the
 * same of the store.
 */
final class Exploration {

    /** One in so many of the courses at full depth goes on to its end. */
    private static final int ENDED = 1000;

    private final Supplier<SmallCluster> clusters;
    private final int depth;
    private final int faults;
    /** Of each state that was met with so many faults left, how many steps were left. */
    private final Map<Long, Integer> met = new ConcurrentHashMap<>();

    private final LongAdder transitions = new LongAdder();
    private final AtomicLong courses = new AtomicLong();

    Exploration(Supplier<SmallCluster> clusters, int depth, int faults) {
        this.clusters = clusters;
        this.depth = depth;
        this.faults = faults;
    }

    /** Explores everything; a broken promise tells the course that led there. */
    Exploration run() {
        new Course(List.of()).fork();
        return this;
    }

    /** What has happened so far in one thread. */
    private final class Course {

        private final List<SmallCluster.Action> actions;

        private Course(List<SmallCluster.Action> actions) {
            this.actions = new ArrayList<>(actions);
        }

        private void fork() {
            List<SmallCluster.Action> first = clusters.get().enabled(faults > 0);
            Simulations.all(first.size(), i -> {
                new Course(List.of()).enter(clusters.get(), first.get((int) i));
                return i;
            });
        }

        private void explore(SmallCluster here) {
            if (actions.size() == depth) {
                if (courses.incrementAndGet() % ENDED == 0) {
                    here.finish();
                }
                return;
            }
            List<SmallCluster.Action> enabled = here.enabled(faultsLeft() > 0);
            for (int i = 0; i < enabled.size(); i++) {
                enter(i == enabled.size() - 1 ? here : again(), enabled.get(i));
            }
        }

        private long faultsLeft() {
            return faults
                    - actions.stream().filter(action -> action.kind().isFault()).count();
        }

        private void enter(SmallCluster cluster, SmallCluster.Action action) {
            actions.add(action);
            try {
                cluster.apply(action);
                transitions.increment();
                int steps = depth - actions.size();
                long state = Hash.of(cluster.fingerprint(), faultsLeft());
                Integer before = met.get(state);
                if (before == null || before < steps) {
                    met.put(state, steps);
                    explore(cluster);
                }
            } catch (BrokenPromise broken) {
                throw broken.after(actions);
            }
            actions.remove(actions.size() - 1);
        }

        private SmallCluster again() {
            SmallCluster cluster = clusters.get();
            actions.forEach(cluster::apply);
            return cluster;
        }
    }

    int states() {
        return met.size();
    }

    /** How many courses were run to their end. */
    long finished() {
        return courses.get() / ENDED;
    }

    @Override
    public String toString() {
        return states() + " states, " + transitions + " transitions, " + courses + " courses of " + depth
                + " steps with up to " + faults + " faults, " + finished() + " of them run to their end";
    }
}
