package systems.blackroad.operator.internal.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.Engine;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Outcome;
import systems.blackroad.operator.internal.engine.RunKey;
import systems.blackroad.operator.internal.engine.Settings;
import systems.blackroad.operator.internal.engine.StoreRequest;
import systems.blackroad.testkit.ManualClock;

/** One process of a {@link SmallCluster}. Its state is a function of what its engine was told, and when. */
final class SmallNode {

    private final Engine engine;
    private final List<Message> messages = new ArrayList<>();
    private final Set<RunKey> running = new LinkedHashSet<>();
    private final Set<RunKey> lost = new LinkedHashSet<>();
    private long leaseUntil;
    private long wakeAt;
    /** Stands for all that its engine was told. */
    private long history;

    /**
     * A process that does nothing yet.
     *
     * @param number of which no two processes have the same
     * @param settings those of its engine
     */
    SmallNode(int number, Settings settings) {
        engine = new Engine(settings, new Steady(number));
        history = number;
    }

    /** No randomness: ids that follow from a number, and intervals neither longer nor shorter than they should be. */
    private static final class Steady implements RandomGenerator {

        private long next;

        private Steady(int number) {
            next = (long) number << Integer.SIZE;
        }

        @Override
        public long nextLong() {
            return next++;
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    }

    /** Requests that are not carried out, and answers that have not arrived. */
    List<Message> messages() {
        return messages;
    }

    List<RunKey> running() {
        return List.copyOf(running);
    }

    long wakeAt() {
        return wakeAt;
    }

    long history() {
        return history;
    }

    void tell(Input input, long now) {
        history = Hash.of(history, now, input.hashCode());
        DueSchedules none = null;
        for (Effect effect : engine.on(List.of(input), now)) {
            if (effect instanceof StoreRequest.ReadDue) {
                none = new DueSchedules(List.of(), ManualClock.START.plusNanos(now));
            } else if (effect instanceof StoreRequest request) {
                messages.add(new Message(request, null));
            } else if (effect instanceof Effect.Start start) {
                Promise.ONE_HANDLER.require(now < leaseUntil, "%s starts without a lease", start);
                running.add(start.key());
            } else if (effect instanceof Effect.Stop stop) {
                if (stop.lost()) {
                    lost.add(stop.run());
                }
            } else if (effect instanceof Effect.WakeAt wake) {
                wakeAt = wake.at();
            } else if (effect instanceof Effect.LeaseUntil lease) {
                leaseUntil = lease.at();
            }
        }
        if (none != null) {
            tell(new Input.DueRead(none), now);
        }
    }

    void end(RunKey run, boolean fails, long now) {
        running.remove(run);
        lost.remove(run);
        Outcome outcome = fails ? new Outcome.Threw("planned") : new Outcome.Returned(SimNode.result(run.token()));
        tell(new Input.Ended(run, outcome, false), now);
    }

    /** The jobs whose handlers may act here now, as far as this process can tell. */
    List<JobId> valid(long now) {
        return now >= leaseUntil
                ? List.of()
                : running.stream()
                        .filter(run -> !lost.contains(run))
                        .map(RunKey::job)
                        .toList();
    }
}
