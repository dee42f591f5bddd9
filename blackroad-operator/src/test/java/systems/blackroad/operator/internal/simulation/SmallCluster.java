package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.RunKey;
import systems.blackroad.operator.internal.engine.Settings;
import systems.blackroad.operator.internal.engine.StoreRequest;
import systems.blackroad.testkit.ManualClock;

/**
 * Two nodes that have registered, and two jobs that are due. What happens next is for its caller to choose.
 *
 * <p>Left out are schedules, notes, requeues, purges, drains, refusals, and jumps of the store's clock. A heartbeat's answer arrives
 * with it or never, and so does a rescue's; a rescue that finds nothing to do happens at once. The answer to an exchange is on
 * its way for as long as the caller likes. Handlers return or throw at any time, whether or not they were told to stop. The
 * nodes are the same but for their ids until something happens to one of them; then it is the first, which stands for both.
 */
final class SmallCluster {

    static final int NODES = 2;
    static final int JOBS = 2;
    private static final int MAX_ATTEMPTS = 2;
    /** Calm steps within which the jobs must have ended. */
    private static final int STEPS_TO_THE_END = 2000;

    /** What can happen. */
    enum Kind {
        /** The store carries out a request; the answer to an exchange is under way, any other arrives. */
        CALL(false),
        /** The answer to an exchange arrives. */
        ANSWER(false),
        /** A handler returns. */
        RETURN(false),
        /** Time passes until the next timer, or until a job is due, and the nodes do what is due. */
        TIME(false),
        /** The same while messages are under way. */
        DELAY(true),
        /** A handler throws. */
        THROW(true),
        /** A request is carried out, and its answer lost. */
        LOST_REPLY(true),
        /** A node gives up on a request or an answer; the request may be carried out yet. */
        GIVE_UP(true),
        /** A request that nobody waits for is carried out. */
        LATE(false),
        /** A process dies, and another starts in its place; its requests may be carried out yet. */
        CRASH(true),
        /** Both nodes stand still until a lease lapses. */
        LAPSE(true),
        /** A node that stood still does what is due. */
        WAKE(false),
        /** Someone cancels a job. */
        CANCEL(true);

        private final boolean fault;

        Kind(boolean fault) {
            this.fault = fault;
        }

        /** Whether it is the same for both nodes. */
        boolean isForAll() {
            return this == TIME || this == DELAY || this == LAPSE || this == CANCEL;
        }

        /** Whether it is not what always goes on. */
        boolean isFault() {
            return fault;
        }
    }

    /**
     * One thing that happens.
     *
     * @param kind what
     * @param subject to which node or job
     * @param item to which of its messages or runs
     */
    record Action(Kind kind, int subject, int item) {

        @Override
        public String toString() {
            return kind + "(" + subject + "," + item + ")";
        }
    }

    private final ManualClock clock = new ManualClock();
    private final WatchedStore store;
    private final SmallNode[] nodes = new SmallNode[NODES];
    private final List<StoreRequest> late = new ArrayList<>();
    private final Settings settings;
    private long now;
    private int starts;
    /** Whether the nodes are the same but for their ids, so that one of them can stand for both. */
    private boolean alike = true;

    /** Two nodes that run {@code slots} jobs at once each; {@code lost} if another had lost the jobs before. */
    SmallCluster(Cluster.Stores stores, int slots, boolean lost) {
        settings = new Settings(
                Cluster.SETTINGS.rules(),
                slots,
                Cluster.SETTINGS.timing(),
                Cluster.SETTINGS.secondExchange(),
                Retention.FOREVER,
                Cluster.SETTINGS.host(),
                Cluster.SETTINGS.version(),
                Set.of());
        store = new WatchedStore(stores.open(clock, clock), clock);
        for (int i = 0; i < JOBS; i++) {
            store.enqueue(new NewJob(
                    job(i),
                    Payload.ofJson(Cluster.TYPE, 1, "{}"),
                    QueueName.of("default"),
                    0,
                    Due.NOW,
                    MAX_ATTEMPTS,
                    "sim",
                    null,
                    Map.of()));
        }
        if (lost) {
            lose();
        }
        for (int i = 0; i < NODES; i++) {
            nodes[i] = start();
        }
        for (int i = 0; i < NODES; i++) {
            apply(new Action(Kind.CALL, i, 0));
        }
        alike = true;
    }

    /** Has a node claim the jobs and die, and rescues them. */
    private void lose() {
        NodeId doomed = NodeId.of("doomed");
        store.execute(new StoreRequest.Beat(new Heartbeat(
                doomed, settings.host(), settings.version(), settings.timing().lease(), 0, Map.of())));
        Claim both = new Claim(settings.rules().keySet(), JOBS, false);
        store.execute(new StoreRequest.Trade(new Exchange(doomed, 1, List.of(), both)));
        moveTo(nextLapse());
        store.execute(new StoreRequest.Rescue(JOBS));
    }

    private static JobId job(int number) {
        return JobId.of("job-" + number);
    }

    private SmallNode start() {
        SmallNode node = new SmallNode(++starts, settings);
        node.tell(Input.Signal.LOOK, now);
        return node;
    }

    /** All that can happen now, faults only if {@code faults}. */
    List<Action> enabled(boolean faults) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < (alike ? 1 : NODES); i++) {
            offer(nodes[i], i, actions);
        }
        for (int i = 0; i < late.size(); i++) {
            actions.add(new Action(Kind.LATE, 0, i));
        }
        int number = 0;
        for (Entry entry : store.ledger().entries()) {
            if (!entry.cancelAsked && !entry.status.isFinished()) {
                actions.add(new Action(Kind.CANCEL, number, 0));
            }
            number++;
        }
        if (nextTimer() < Long.MAX_VALUE) {
            boolean idle = Arrays.stream(nodes).allMatch(node -> node.messages().isEmpty());
            actions.add(new Action(idle ? Kind.TIME : Kind.DELAY, 0, 0));
        }
        if (nextLapse() < Long.MAX_VALUE) {
            actions.add(new Action(Kind.LAPSE, 0, 0));
        }
        actions.removeIf(action -> !faults && action.kind().isFault());
        return actions;
    }

    private void offer(SmallNode node, int number, List<Action> actions) {
        for (int m = 0; m < node.messages().size(); m++) {
            if (node.messages().get(m).answer() == null) {
                actions.add(new Action(Kind.CALL, number, m));
                actions.add(new Action(Kind.LOST_REPLY, number, m));
            } else {
                actions.add(new Action(Kind.ANSWER, number, m));
            }
            actions.add(new Action(Kind.GIVE_UP, number, m));
        }
        for (int r = 0; r < node.running().size(); r++) {
            actions.add(new Action(Kind.RETURN, number, r));
            actions.add(new Action(Kind.THROW, number, r));
        }
        if (node.wakeAt() <= now) {
            actions.add(new Action(Kind.WAKE, number, 0));
        }
        actions.add(new Action(Kind.CRASH, number, 0));
    }

    private long nextTimer() {
        long next = after(store.ledger().nextDue(store.now()));
        for (SmallNode node : nodes) {
            next = node.wakeAt() > now ? Math.min(next, node.wakeAt()) : next;
        }
        return next;
    }

    private long nextLapse() {
        return after(store.ledger().nextLapse(store.now()));
    }

    private long after(@Nullable Duration wait) {
        return wait == null
                ? Long.MAX_VALUE
                : Duration.between(ManualClock.START, store.now()).plus(wait).toNanos();
    }

    /** Makes it happen, and checks what can be seen of it. */
    void apply(Action action) {
        SmallNode node = nodes[action.subject()];
        alike &= action.kind().isForAll();
        switch (action.kind()) {
            case CALL -> call(node, action.item());
            case ANSWER -> node.tell(answer(node.messages().remove(action.item())), now);
            case LOST_REPLY -> {
                StoreRequest request = node.messages().remove(action.item()).request();
                store.execute(request);
                fail(node, request);
            }
            case GIVE_UP -> {
                Message given = node.messages().remove(action.item());
                leave(given);
                fail(node, given.request());
            }
            case LATE -> store.execute(late.remove(action.item()));
            case RETURN -> node.end(run(node, action), false, now);
            case THROW -> node.end(run(node, action), true, now);
            case CRASH -> {
                node.messages().forEach(this::leave);
                nodes[action.subject()] = start();
            }
            case CANCEL -> store.cancel(job(action.subject()));
            case TIME, DELAY -> {
                moveTo(nextTimer());
                for (SmallNode other : nodes) {
                    wake(other);
                }
            }
            case WAKE -> wake(node);
            case LAPSE -> moveTo(nextLapse());
        }
        for (SmallNode other : nodes) {
            rescueNothing(other);
        }
        requireOneHandlerEach();
    }

    private static RunKey run(SmallNode node, Action action) {
        return node.running().get(action.item());
    }

    private void call(SmallNode node, int item) {
        StoreRequest request = node.messages().get(item).request();
        Input answer = store.execute(request);
        if (request instanceof StoreRequest.Trade) {
            node.messages().set(item, new Message(request, answer));
        } else {
            node.messages().remove(item);
            node.tell(answer, now);
        }
    }

    private static Input answer(Message message) {
        return Objects.requireNonNull(message.answer());
    }

    private void fail(SmallNode node, StoreRequest request) {
        node.tell(new Input.Failed(request, Input.Failure.UNKNOWN, "planned"), now);
    }

    private void leave(Message message) {
        if (message.answer() == null) {
            late.add(message.request());
        }
    }

    private void wake(SmallNode node) {
        if (node.wakeAt() <= now) {
            node.tell(Input.Signal.TIME, now);
        }
    }

    private void rescueNothing(SmallNode node) {
        for (int m = 0; m < node.messages().size(); m++) {
            if (node.messages().get(m).request() instanceof StoreRequest.Rescue
                    && !store.ledger().isRescuable(store.now())) {
                call(node, m);
                return;
            }
        }
    }

    private void moveTo(long moment) {
        now = moment;
        clock.set(ManualClock.START.plusNanos(now));
    }

    private void requireOneHandlerEach() {
        Set<JobId> seen = new HashSet<>();
        for (SmallNode node : nodes) {
            for (JobId job : node.valid(now)) {
                Promise.ONE_HANDLER.require(seen.add(job), "%s runs twice", job);
            }
        }
    }

    /** Stands for all that decides what happens next. */
    long fingerprint() {
        long hash = Hash.of(Hash.START, now, store.ledger().fingerprint());
        for (SmallNode node : nodes) {
            hash = Hash.of(hash, node.history());
            for (Message message : node.messages()) {
                hash = Hash.of(hash, message.hashCode());
            }
        }
        return Hash.of(hash, late.stream().mapToLong(Object::hashCode).sorted().toArray());
    }

    /** Goes on without faults until the jobs have ended. */
    void finish() {
        for (int steps = 0; steps < STEPS_TO_THE_END && !store.ledger().isAllEnded(); steps++) {
            apply(enabled(false).get(0));
        }
        store.ledger().requireAllKept(job -> true);
    }
}
