package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Settlement;

/*
 * An exchange locks its node's row first, which orders it against the node's other exchanges, its heartbeats and its
 * rescue, and then the leases that it settles, in the order of their ids. What a settlement does is decided in Java on
 * the locked rows and written in one statement; the claim is another one, after it, so that it sees what was put back.
 */
/** Settlements and claims. Stateless but for its database. */
final class JobExchanges {

    /** The most deferred jobs that one exchange makes ready; the next one goes on. */
    private static final int PROMOTED = 2000;

    private static final String REPEATED = "select j.id, j.type, j.version, j.payload, j.queue, j.max_attempts,"
            + " j.metadata, l.token, l.due_at, l.suspect,"
            + " l.attempt + case when l.suspect then 0 else 1 end as attempt"
            + " from {ns}_lease l join {ns}_job j on j.id = l.job where l.node = :node and l.exchange = :exchange"
            + " order by j.priority desc, l.due_at, j.arrival";

    private static final String SETTLED = "select job, settled from {ns}_done where job {in:jobs}"
            + " union all select job, settled from {ns}_ready where job {in:jobs}"
            + " union all select job, settled from {ns}_deferred where job {in:jobs}";

    private final Database db;

    JobExchanges(Database db) {
        this.db = db;
    }

    /**
     * What an exchange did.
     *
     * @param result the answer
     * @param queues where jobs became claimable
     */
    record Done(ExchangeResult result, Set<String> queues) {}

    Done exchange(Exchange exchange) {
        return db.write(handle -> exchange(handle, exchange));
    }

    private Done exchange(Handle handle, Exchange exchange) {
        NodeRow node = NodeRow.lock(db, handle, exchange.node().value());
        Bulk bulk = new Bulk();
        Endings endings = new Endings(bulk, node.now());
        List<Acceptance> settled = settle(handle, exchange, node, endings);
        boolean fresh = node.live() && exchange.sequence() > node.exchange();
        if (fresh) {
            bulk.exchanged(exchange.node().value(), exchange.sequence());
        }
        bulk.flush(db, handle);
        long nextDue = Math.min(endings.nextDue(), node.nextDue() == null ? Long.MAX_VALUE : node.nextDue());
        List<ClaimedJob> claimed = new ArrayList<>();
        Claim wish = exchange.wish();
        if (wish != null && fresh) {
            if (nextDue <= node.now()) {
                db.dialect().promote(db, handle, node.now(), PROMOTED);
                nextDue = nextDue(handle);
            }
            claimed = db.dialect().claim(db, handle, wish, exchange.node().value(), exchange.sequence());
        } else if (wish != null && node.live() && exchange.sequence() == node.exchange()) {
            claimed = repeated(handle, exchange);
        }
        Duration untilNext = nextDue == Long.MAX_VALUE ? null : Duration.ofMillis(Math.max(0, nextDue - node.now()));
        return new Done(new ExchangeResult(settled, node.live(), claimed, untilNext), endings.queues());
    }

    private List<Acceptance> settle(Handle handle, Exchange exchange, NodeRow node, Endings endings) {
        if (exchange.settlements().isEmpty()) {
            return List.of();
        }
        List<String> jobs = exchange.settlements().stream()
                .map(settlement -> settlement.job().value())
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        Map<String, Lease> leases = node.live() ? new HashMap<>(Lease.lock(db, handle, jobs)) : new HashMap<>();
        leases.values().removeIf(lease -> !lease.node().equals(exchange.node().value()));
        Map<String, Long> settledBefore = new HashMap<>();
        if (exchange.settlements().stream().anyMatch(settlement -> live(leases, settlement) == null)) {
            db.query(handle, SETTLED, "jobs", jobs)
                    .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> settledBefore.put(entry.getKey(), entry.getValue()));
        }
        List<Acceptance> answers = new ArrayList<>(exchange.settlements().size());
        for (Settlement settlement : exchange.settlements()) {
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
        return answers;
    }

    private static @Nullable Lease live(Map<String, Lease> leases, Settlement settlement) {
        Lease lease = leases.get(settlement.job().value());
        return lease == null || lease.token() != settlement.token() ? null : lease;
    }

    private List<ClaimedJob> repeated(Handle handle, Exchange exchange) {
        return db.query(handle, REPEATED)
                .bind("node", exchange.node().value())
                .bind("exchange", exchange.sequence())
                .map((row, context) -> JobRows.claimed(row))
                .list();
    }

    private long nextDue(Handle handle) {
        return db.query(handle, "select coalesce(min(due_at), " + Long.MAX_VALUE + ") from {ns}_deferred")
                .mapTo(Long.class)
                .one();
    }
}
