package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Settlement;

/**
 * The exchanges with the store: verdicts out, jobs in, in one round trip. One is under way through each pipe at most, so that
 * the store works on some while the node works off the answer to another. Each is repeated as it is until it is answered, so
 * that a lost answer loses no claim; the answers come in any order.
 */
final class Trades {

    /** How often a heartbeat has the store look for jobs that this node does not know of, though no call failed. */
    private static final long RECONCILE_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private static final long EXECUTOR_PAUSE = TimeUnit.SECONDS.toNanos(1);
    /** Between an answer that gave nothing and the second look from there on, however soon the store expects a job. */
    private static final long IDLE_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Settings settings;
    private final Runs runs;
    private final Outbox out;
    private final RandomGenerator random;
    private final Lane lane = new Lane(Exchange.PIPES);
    /** Those that have no answer yet, in the order of their numbers. */
    private final List<Open> open = new ArrayList<>(Exchange.PIPES);

    private long sequence;
    /** The last one of those that are answered. */
    private long lastAnswered;
    /** The last one of those of which any call failed, and of which it is unknown whether it had its effect. */
    private long doubtful;
    /** The last one up to which the store looked for jobs that this node does not know of. */
    private long reconciled;

    private long nextReconcile;
    /** How many verdicts go out at once: half as many after the store refused some, twice as many after it took them. */
    private int batch = Exchange.MAX_SETTLEMENTS;

    private boolean workLikely;
    private long nextLook;
    /** When an answer gave nothing for the last time. */
    private long lastEmpty = -IDLE_PAUSE;

    private long noClaimBefore;

    /** An exchange that has no answer yet. */
    private static final class Open {

        private final Exchange exchange;
        /** The most verdicts that it was to have. */
        private final int batch;
        /** Whether a call carries it; if not, it is to be repeated. */
        private boolean underWay;

        private Open(Exchange exchange, int batch) {
            this.exchange = exchange;
            this.batch = batch;
        }
    }

    Trades(Settings settings, Runs runs, Outbox out, RandomGenerator random) {
        this.settings = settings;
        this.runs = runs;
        this.out = out;
        this.random = random;
    }

    /**
     * The last exchange up to which the answers of all are here, where the store should look whether any gave jobs that did
     * not come here; 0 where none can have. That look costs the store more than the rest of a heartbeat.
     */
    long through(long now) {
        if (doubtful <= reconciled && now < nextReconcile) {
            return 0;
        }
        return open.isEmpty() ? sequence : open.get(0).exchange.sequence() - 1;
    }

    /** The store has looked, up to an exchange, 0 for not at all. */
    void reconciled(long through, long now) {
        if (through > 0) {
            reconciled = Math.max(reconciled, through);
            nextReconcile = now + RECONCILE_PAUSE;
        }
    }

    boolean isPending() {
        return !open.isEmpty();
    }

    void expectWork() {
        workLikely = true;
    }

    void retryNow(long now) {
        lane.retryAt(now);
    }

    /** Claims nothing for a second, since the executor takes nothing. */
    void pauseClaims(long now) {
        noClaimBefore = now + EXECUTOR_PAUSE;
    }

    /** Starts over for a new incarnation; the answers to exchanges of the old one will be ignored. */
    void forget() {
        open.clear();
        sequence = 0;
        lastAnswered = 0;
        doubtful = 0;
        reconciled = 0;
    }

    void advance(NodeId node, boolean claiming, long now) {
        while (lane.isFree(now)) {
            Open next = next(node, claiming, now);
            if (next == null) {
                return;
            }
            next.underWay = true;
            lane.sent();
            out.add(new StoreRequest.Trade(next.exchange));
        }
    }

    /** The exchange to repeat, else a new one if it is worth sending, else none. */
    private @Nullable Open next(NodeId node, boolean claiming, long now) {
        for (Open known : open) {
            if (!known.underWay) {
                return known;
            }
        }
        boolean claims = claims(claiming, now);
        if (open.isEmpty() ? !isDue(claims, now) : !isMuch(claims, now)) {
            return null;
        }
        // A suspect that is settled makes room for the next one in the same exchange.
        List<Settlement> settlements = runs.takeReady(batch);
        // One that goes by itself has no wish beside it, so that the wish is not what is refused.
        Claim wish = claims && (batch > 1 || settlements.isEmpty()) ? wish(now) : null;
        Open added = new Open(new Exchange(node, freePipe(), ++sequence, settlements, wish), batch);
        open.add(added);
        workLikely &= wish == null;
        return added;
    }

    /** The first pipe through which nothing is under way. */
    private int freePipe() {
        int pipe = 0;
        while (isTaken(pipe)) {
            pipe++;
        }
        return pipe;
    }

    private boolean isTaken(int pipe) {
        return open.stream().anyMatch(known -> known.exchange.pipe() == pipe);
    }

    private boolean claims(boolean claiming, long now) {
        return claiming && (runs.ready() > 0 || runs.isHungry(now));
    }

    private boolean isDue(boolean claims, long now) {
        return runs.ready() > 0 || (claims && (workLikely || now >= nextLook) && mayClaim(now, 1));
    }

    /** Whether there is so much to say that it does not wait for an answer; a verdict that goes by itself does. */
    private boolean isMuch(boolean claims, long now) {
        int much = settings.secondExchange();
        return batch > 1 && (runs.ready() >= much || (claims && workLikely && mayClaim(now, much)));
    }

    private boolean mayClaim(long now, int jobs) {
        return now >= noClaimBefore && room(now) >= jobs;
    }

    /** How many jobs may be claimed at once beside those that were asked for; none by a node that knows no types. */
    private int room(long now) {
        int wished = open.stream()
                .flatMap(known -> known.exchange.claim().stream())
                .mapToInt(Claim::limit)
                .sum();
        return settings.rules().isEmpty() ? 0 : Math.min(runs.room(now) - wished, Claim.MAX_LIMIT);
    }

    private @Nullable Claim wish(long now) {
        if (!mayClaim(now, 1)) {
            return null;
        }
        boolean asked =
                open.stream().flatMap(known -> known.exchange.claim().stream()).anyMatch(Claim::suspects);
        return new Claim(settings.rules().keySet(), room(now), !asked && !runs.hasSuspect(), settings.queues());
    }

    /**
     * Takes an answer in.
     *
     * @return whether it is the answer to what is pending
     */
    boolean answered(Exchange sent, ExchangeResult result, boolean starting, long now) {
        lane.answered();
        Open answered = find(sent);
        if (answered == null) {
            return false;
        }
        open.remove(answered);
        if (answered.batch == batch) {
            batch = Math.min(2 * batch, Exchange.MAX_SETTLEMENTS);
        }
        runs.settled(sent.settlements());
        for (ClaimedJob job : result.claimed()) {
            runs.accept(job, starting, now);
        }
        boolean latest = sent.sequence() > lastAnswered;
        workLikely |= sent.claim()
                .filter(claim -> result.claimed().size() >= claim.limit())
                .isPresent();
        // What an earlier one says of the future is older than what is known.
        long look = nextLook(sent, result, now);
        nextLook = latest ? look : Math.min(nextLook, look);
        lastAnswered = Math.max(lastAnswered, sent.sequence());
        return true;
    }

    private long nextLook(Exchange sent, ExchangeResult result, long now) {
        Duration poll = Duration.ofNanos(Engine.spread(settings.timing().poll(), random));
        // Compared before it is counted in nanoseconds, since a job may be due in more of them than a long can count.
        Duration wait = result.nextDue().filter(due -> due.compareTo(poll) < 0).orElse(poll);
        long look = now + wait.toNanos();
        if (sent.wish() != null && result.claimed().isEmpty()) {
            look = Math.max(look, lastEmpty + IDLE_PAUSE);
            lastEmpty = now;
        }
        return look;
    }

    private @Nullable Open find(Exchange sent) {
        return open.stream()
                .filter(known -> known.exchange.equals(sent))
                .findFirst()
                .orElse(null);
    }

    /**
     * Takes a failure in: repeats, or, if the store refuses the content, sends the verdicts in smaller parts, at last one by one.
     * That is safe if an earlier attempt took effect, or still does: verdicts are repeated then, which a store takes, and what
     * it claimed goes back by a heartbeat, since the node does not hold it.
     */
    void failed(Exchange sent, Input.Failure failure, String message, long now) {
        lane.failed(now, random);
        Open failed = find(sent);
        if (failed == null) {
            return;
        }
        failed.underWay = false;
        doubtful = Math.max(doubtful, sent.sequence());
        if (failure == Input.Failure.REFUSED) {
            open.remove(failed);
            runs.refused(sent.settlements(), message);
            if (!sent.settlements().isEmpty()) {
                batch = Math.max(1, Math.min(batch, sent.settlements().size() / 2));
            }
        }
    }

    long wakeAt(boolean claiming, long now) {
        boolean claims = claims(claiming, now);
        if (!open.isEmpty()) {
            boolean repeats = open.stream().anyMatch(known -> !known.underWay);
            return repeats || isMuch(claims, now) ? lane.freeAt(now) : Long.MAX_VALUE;
        }
        if (runs.ready() > 0) {
            return lane.freeAt(now);
        }
        if (!claims || room(now) < 1) {
            return Long.MAX_VALUE;
        }
        return lane.freeAt(Math.max(noClaimBefore, workLikely ? now : nextLook));
    }
}
