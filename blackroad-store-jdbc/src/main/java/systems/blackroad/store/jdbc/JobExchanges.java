package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/*
 * An exchange locks its pipe's row of its node first, which orders it against those through the same pipe; whoever locks all
 * rows of the node, as its heartbeats and its rescue do, waits for all that are under way. Completions, of which there are
 * most, are written by the statement that claims, where the dialect can. Any other end locks its lease, is decided in Java on
 * the locked row and written before the claim, so that a claim may have it.
 */
/** Settlements and claims. Stateless but for its database, and for the places where claims go on. */
final class JobExchanges {

    /** The most deferred jobs that one exchange makes ready; the next one goes on. */
    private static final int PROMOTED = 2000;
    /** When to look again for what is due and locked, in milliseconds. */
    private static final long LOCKED_PAUSE = 100;

    private static final String REPEATED = "select j.id, j.type, j.version, j.payload, j.queue, j.max_attempts,"
            + " j.metadata, l.token, l.due_at, l.suspect,"
            + " l.attempt + case when l.suspect then 0 else 1 end as attempt"
            + " from {ns}_lease l join {ns}_job j on j.number = l.job where l.node = :node and l.exchange = :exchange"
            + " order by j.priority desc, l.due_at, j.number";

    private static final String SETTLED = "select j.id, p.settled from {ns}_job j join {ns}_done p on p.job = j.number"
            + " where j.id {in:jobs} union all select j.id, p.settled from {ns}_job j join {ns}_ready p"
            + " on p.job = j.number where j.id {in:jobs} union all select j.id, p.settled from {ns}_job j"
            + " join {ns}_deferred p on p.job = j.number where j.id {in:jobs}";

    private static final String LEFT_WAITING =
            "select coalesce(next_due, " + Long.MAX_VALUE + "), gated from (select " + NodeRow.NEXT + ") w";

    private final Database db;
    private final ClaimCursors cursors = new ClaimCursors();

    JobExchanges(Database db) {
        this.db = db;
    }

    /**
     * What an exchange did.
     *
     * @param result the answer
     * @param queues where jobs became claimable by what it settled
     * @param overdue by how many milliseconds the first job was overdue that it made ready, 0 if it made none
     * @param claim its claim, or null if there was none
     */
    record Done(
            ExchangeResult result,
            Set<String> queues,
            long overdue,
            @Nullable Claimed claim) {}

    /**
     * A claim, for the cursor to go on once it stands.
     *
     * @param cursor whose
     * @param trade what it was part of
     * @param passed where what it claimed stood, of what nothing holds back
     * @param all whether it saw all of that
     * @param priorities all that there are
     * @param promoted the due time of the first job that was made ready for it, or null
     * @param took how long it took, in nanoseconds
     */
    private record Claimed(
            ClaimCursor cursor,
            Trade trade,
            List<ClaimCursor.Passed> passed,
            boolean all,
            List<Integer> priorities,
            @Nullable Long promoted,
            long took) {

        void stands(ClaimCursors cursors, long nanos) {
            cursor.claimed(trade.start(), passed, priorities, all, trade.now());
            if (trade.start().look()) {
                cursor.looked(nanos, took);
            }
            if (promoted != null) {
                // Claims that went on while what was promoted was not committed may have passed it.
                cursors.lower(promoted);
            }
        }
    }

    Done exchange(Exchange exchange) {
        Done done = db.write(handle -> exchange(handle, exchange));
        if (done.claim() != null) {
            done.claim().stands(cursors, db.nanos());
        }
        return done;
    }

    private Done exchange(Handle handle, Exchange exchange) {
        NodeRow node = NodeRow.lockToClaim(db, handle, exchange.node().value(), exchange.pipe());
        boolean fresh = node.live() && exchange.sequence() > node.exchange();
        boolean quick = fresh && db.dialect().completesAtOnce() && areDistinct(exchange.settlements());
        Predicate<Settlement> atOnce = settlement -> quick && settlement.verdict() instanceof Verdict.Completed;
        Endings endings = new Endings(node.now());
        List<Settlement> completed =
                exchange.settlements().stream().filter(atOnce).toList();
        List<Settlement> apart =
                exchange.settlements().stream().filter(atOnce.negate()).toList();
        List<Acceptance> others = settle(handle, exchange, apart, node, endings);
        long nextDue = Math.min(endings.nextDue(), node.nextDue() == null ? Long.MAX_VALUE : node.nextDue());
        if (!fresh) {
            endings.flush(db, handle);
            ExchangeResult result = result(others, node, repeated(handle, exchange, node), nextDue);
            return new Done(result, endings.queues(), 0, null);
        }
        Claim wish = exchange.wish();
        Waits waits = wish == null
                ? new Waits(nextDue, node.gated(), null)
                : promote(handle, node.now(), nextDue, node.gated());
        boolean mixed = node.limited() || waits.gated();
        long began = db.nanos();
        ClaimCursor cursor = wish == null ? null : cursors.of(wish);
        ClaimCursor.Start start =
                cursor == null ? ClaimCursor.Start.NOWHERE : cursor.start(began, node.now(), node.lateJobs());
        Trade trade = new Trade(
                exchange.node().value(),
                exchange.pipe(),
                exchange.sequence(),
                node.exchange(),
                completed,
                mixed ? null : wish,
                node.now(),
                start);
        Trade.Traded traded = db.dialect().trade(db, handle, trade);
        List<Acceptance> late = settle(handle, exchange, traded.left(completed), node, endings);
        List<Acceptance> answers = inOrder(exchange, atOnce, traded, others.iterator(), late.iterator());
        left(handle, endings, traded.gone());
        Set<String> names = endings.lanes();
        if (mixed && wish != null) {
            names.addAll(QueueClaims.open(db, handle, wish));
        }
        SortedMap<String, LockedQueue> queues = LockedQueue.lock(db, handle, names, node.now());
        endings.leave(db, handle, queues);
        List<ClaimedJob> claimed = new ArrayList<>(traded.claimed());
        List<ClaimCursor.Passed> passed = traded.passed();
        boolean all = wish != null && claimed.size() < wish.limit();
        long next = waits.nextDue();
        if (wish != null && all && (mixed || endings.woke())) {
            int rest = wish.limit() - claimed.size();
            QueueClaims.Result more = new QueueClaims(db, handle, trade, wish, rest, queues).claim(mixed);
            claimed.addAll(more.jobs());
            passed = mixed ? more.passed() : passed;
            all = mixed ? more.all() : all;
            next = Math.min(next, more.nextDue(node.now()));
        }
        Claimed claim = cursor == null
                ? null
                : new Claimed(cursor, trade, passed, all, node.priorities(), waits.promoted(), db.nanos() - began);
        ExchangeResult result = result(answers, node, claimed, next);
        return new Done(result, endings.queues(), waits.overdue(node.now()), claim);
    }

    /** Notes gated jobs that were completed at once. */
    private void left(Handle handle, Endings endings, List<Long> completed) {
        RowDialect.inParts(
                completed,
                part -> db.query(
                                handle,
                                "select " + JobBody.COLUMNS + " from {ns}_job j where j.number {numbers:jobs}",
                                "jobs",
                                part)
                        .map((row, context) -> JobBody.of(row))
                        .forEach(job -> endings.left(job, true)));
    }

    private static List<Acceptance> inOrder(
            Exchange exchange,
            Predicate<Settlement> atOnce,
            Trade.Traded traded,
            Iterator<Acceptance> others,
            Iterator<Acceptance> late) {
        return exchange.settlements().stream()
                .map(settlement -> !atOnce.test(settlement)
                        ? others.next()
                        : traded.hasEnded(settlement) ? Acceptance.ACCEPTED : late.next())
                .toList();
    }

    private static boolean areDistinct(List<Settlement> settlements) {
        Set<JobId> jobs = new HashSet<>();
        return settlements.stream().allMatch(settlement -> jobs.add(settlement.job()));
    }

    private static ExchangeResult result(
            List<Acceptance> answers, NodeRow node, List<ClaimedJob> claimed, long nextDue) {
        Duration untilNext = nextDue == Long.MAX_VALUE ? null : Duration.ofMillis(Math.max(0, nextDue - node.now()));
        return new ExchangeResult(answers, node.live(), claimed, untilNext);
    }

    /** Ends runs one by one, each on its locked lease. */
    private List<Acceptance> settle(
            Handle handle, Exchange exchange, List<Settlement> settlements, NodeRow node, Endings endings) {
        if (settlements.isEmpty()) {
            return List.of();
        }
        List<String> jobs = settlements.stream()
                .map(settlement -> settlement.job().value())
                .distinct()
                .collect(Collectors.toList());
        Map<String, Lease> leases = node.live() ? Lease.lockByIds(db, handle, jobs) : new HashMap<>();
        leases.values().removeIf(lease -> !lease.node().equals(exchange.node().value()));
        Map<String, Long> settledBefore = new HashMap<>();
        if (settlements.stream().anyMatch(settlement -> live(leases, settlement) == null)) {
            db.query(handle, SETTLED, "jobs", jobs)
                    .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> settledBefore.put(entry.getKey(), entry.getValue()));
        }
        List<Acceptance> answers = new ArrayList<>(settlements.size());
        for (Settlement settlement : settlements) {
            Lease lease = live(leases, settlement);
            String job = settlement.job().value();
            if (lease != null) {
                answers.add(endings.settle(lease, settlement.verdict()));
                leases.remove(job);
                settledBefore.put(job, settlement.token());
            } else {
                Long before = settledBefore.get(job);
                boolean repeated = before != null && before == settlement.token() && settlement.token() > 0;
                answers.add(repeated ? Acceptance.REPEATED : Acceptance.STALE);
            }
        }
        endings.write(db, handle);
        return answers;
    }

    private static @Nullable Lease live(Map<String, Lease> leases, Settlement settlement) {
        Lease lease = leases.get(settlement.job().value());
        return lease == null || lease.token() != settlement.token() ? null : lease;
    }

    private List<ClaimedJob> repeated(Handle handle, Exchange exchange, NodeRow node) {
        if (exchange.wish() == null || !node.live()) {
            return List.of();
        }
        return db.query(handle, REPEATED)
                .bind("node", exchange.node().value())
                .bind("exchange", exchange.sequence())
                .map((row, context) -> JobRows.claimed(row))
                .list();
    }

    /**
     * What waits.
     *
     * @param nextDue when the next deferred job is due, or the largest number
     * @param gated whether a gated job is there that was not parked
     * @param promoted when the first of the jobs was due that were made ready, or null if none was
     */
    private record Waits(
            long nextDue, boolean gated, @Nullable Long promoted) {

        /** By how much that job is late. */
        long overdue(long now) {
            return promoted == null ? 0 : now - promoted;
        }
    }

    /** Makes deferred jobs ready that are due. */
    private Waits promote(Handle handle, long now, long nextDue, boolean gated) {
        if (nextDue > now) {
            return new Waits(nextDue, gated, null);
        }
        Long promoted = db.dialect().promote(db, handle, now, PROMOTED).orElse(null);
        if (promoted != null) {
            cursors.lower(promoted);
        }
        return db.query(handle, LEFT_WAITING)
                .map((row, context) -> {
                    long next = row.getLong(1);
                    // Someone has locked what is due; the caller of an enqueue may take his time.
                    boolean locked = promoted == null && next <= now;
                    return new Waits(locked ? now + LOCKED_PAUSE : next, gated || row.getBoolean(2), promoted);
                })
                .one();
    }
}
