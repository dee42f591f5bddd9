package systems.blackroad.operator.internal.simulation;

import static systems.blackroad.operator.internal.simulation.Faults.Kind.DEATH_AFTER_CALL;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.DEATH_BEFORE_CALL;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.LOST_REPLY;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.LOST_REQUEST;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.SLOW_REPLY;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.SLOW_STORE;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.STORE_RESTART;

import java.time.Duration;
import java.util.Random;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;
import systems.blackroad.testkit.ManualClock;

/** What lies between the nodes of a {@link Cluster} and their store. */
final class Network {

    private final Cluster cluster;
    private final WatchedStore store;
    private final ManualClock callersClock;
    private final Timeline timeline;
    private final Faults faults;
    private final Random random;

    Network(Cluster cluster, WatchedStore store, ManualClock callersClock) {
        this.cluster = cluster;
        this.store = store;
        this.callersClock = callersClock;
        this.timeline = cluster.timeline();
        this.faults = cluster.faults();
        this.random = cluster.random();
    }

    private boolean strikes(Faults.Kind kind) {
        return faults.strikes(kind, timeline.now());
    }

    /** Carries a request to the store and its answer back, or not. */
    void send(SimNode node, StoreRequest request) {
        if (strikes(DEATH_BEFORE_CALL)) {
            node.die();
            if (random.nextBoolean()) {
                return;
            }
        }
        long there = strikes(SLOW_STORE) ? random.nextInt(8000) : random.nextInt(20);
        long back = strikes(SLOW_REPLY) ? random.nextInt(4000) : random.nextInt(20);
        if (strikes(LOST_REQUEST)) {
            Input.Failure failure = random.nextBoolean() ? Input.Failure.UNAVAILABLE : Input.Failure.UNKNOWN;
            timeline.later(there, () -> node.tell(new Input.Failed(request, failure, "lost on the way there")));
        } else if (strikes(LOST_REPLY)) {
            timeline.later(there, () -> execute(node, request));
            timeline.later(
                    random.nextInt(3000),
                    () -> node.tell(new Input.Failed(request, Input.Failure.UNKNOWN, "lost on the way back")));
        } else {
            timeline.later(there, () -> {
                Input answer = isRefused(request)
                        ? new Input.Failed(request, Input.Failure.REFUSED, "planned")
                        : execute(node, request);
                timeline.later(back, () -> node.tell(answer));
            });
        }
    }

    private boolean isRefused(StoreRequest request) {
        return faults.isOn(timeline.now())
                && request instanceof StoreRequest.Trade trade
                && trade.exchange().settlements().stream()
                        .anyMatch(settlement -> cluster.behaviour(settlement.job()) == Behaviour.UNWRITABLE);
    }

    private Input execute(SimNode node, StoreRequest request) {
        Duration ahead = cluster.plan().wallClocksJump() ? node.wallClockAhead() : Duration.ZERO;
        callersClock.set(cluster.storeTime().plus(ahead));
        Input answer = store.execute(request);
        if (answer instanceof Input.Traded traded) {
            for (ClaimedJob job : traded.result().claimed()) {
                cluster.given(job.id());
            }
        }
        if (strikes(STORE_RESTART) && cluster.plainStore() instanceof ModelStore model) {
            model.restart();
        }
        if (strikes(DEATH_AFTER_CALL)) {
            node.die();
        }
        return answer;
    }
}
