package systems.blackroad.operator.internal.engine;

import java.time.Duration;
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
 * The exchanges with the store: verdicts out, jobs in, in one round trip. One is under way at a time, and it is repeated as
 * it is until it is answered, so that a lost answer loses no claim.
 */
final class Trades {

    private static final long EXECUTOR_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Settings settings;
    private final Runs runs;
    private final Outbox out;
    private final RandomGenerator random;
    private final Lane lane = new Lane();

    /** The exchange that has no answer yet. */
    private @Nullable Exchange pending;
    /** Whether it may have had its effect. */
    private boolean pendingUnknown;

    private long sequence;
    private long through;
    private int batch = Exchange.MAX_SETTLEMENTS;
    private boolean workLikely;
    private long nextLook;
    private long noClaimBefore;

    Trades(Settings settings, Runs runs, Outbox out, RandomGenerator random) {
        this.settings = settings;
        this.runs = runs;
        this.out = out;
        this.random = random;
    }

    /** The last exchange whose answer is here. */
    long through() {
        return through;
    }

    boolean isPending() {
        return pending != null;
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

    /** Starts over for a new incarnation; the answer of an exchange of the old one will be ignored. */
    void forget() {
        pending = null;
        pendingUnknown = false;
        sequence = 0;
        through = 0;
    }

    void advance(NodeId node, boolean claiming, long now) {
        if (!lane.isFree(now)) {
            return;
        }
        if (pending == null) {
            boolean ready = runs.hasReady();
            boolean claims = claiming && (ready || runs.isHungry(now));
            boolean look = claims && (workLikely || now >= nextLook) && wish(now) != null;
            if (!look && !ready) {
                return;
            }
            // A suspect that is settled makes room for the next one in the same exchange.
            List<Settlement> settlements = runs.takeReady(batch);
            Claim wish = claims ? wish(now) : null;
            pending = new Exchange(node, ++sequence, settlements, wish);
            workLikely &= wish == null;
        }
        lane.sent();
        out.add(new StoreRequest.Trade(pending));
    }

    /** How many jobs may be claimed at once; none by a node that knows no types. */
    private int room(long now) {
        return settings.rules().isEmpty() ? 0 : Math.min(runs.room(now), Claim.MAX_LIMIT);
    }

    private @Nullable Claim wish(long now) {
        int room = room(now);
        return room < 1 || now < noClaimBefore
                ? null
                : new Claim(settings.rules().keySet(), room, !runs.hasSuspect());
    }

    /**
     * Takes an answer in.
     *
     * @return whether it is the answer to what is pending
     */
    boolean answered(Exchange sent, ExchangeResult result, boolean starting, long now) {
        lane.answered();
        if (pending == null || !pending.equals(sent)) {
            return false;
        }
        pending = null;
        pendingUnknown = false;
        through = sent.sequence();
        batch = Exchange.MAX_SETTLEMENTS;
        runs.settled(sent.settlements());
        for (ClaimedJob job : result.claimed()) {
            runs.accept(job, starting, now);
        }
        workLikely |= sent.claim()
                .filter(claim -> result.claimed().size() >= claim.limit())
                .isPresent();
        long poll = Engine.spread(settings.timing().poll(), random);
        long next = result.nextDue().map(Duration::toNanos).orElse(poll);
        nextLook = now + Math.min(poll, next);
        return true;
    }

    /** Takes a failure in: repeats, or, if the store refuses the content, sends the verdicts one by one. */
    void failed(Exchange sent, Input.Failure failure, String message, long now) {
        lane.failed(now, random);
        if (pending == null || !pending.equals(sent)) {
            return;
        }
        pendingUnknown |= failure == Input.Failure.UNKNOWN;
        if (failure == Input.Failure.REFUSED && !pendingUnknown) {
            runs.refused(sent.settlements(), message);
            batch = 1;
            pending = null;
        }
    }

    long wakeAt(boolean claiming, long now) {
        if (pending != null || runs.hasReady()) {
            return lane.freeAt(now);
        }
        if (!claiming || !runs.isHungry(now) || room(now) < 1) {
            return Long.MAX_VALUE;
        }
        return lane.freeAt(Math.max(noClaimBefore, workLikely ? now : nextLook));
    }
}
