package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;

/** Nodes: their heartbeats, their end, and what they leave behind. Stateless but for its database. */
final class JobNodes {

    /** How long a dead node is remembered. */
    private static final Duration MEMORY = Duration.ofDays(2);

    private static final String REGISTER = "{insert new} {ns}_node (id, pipe, host, version, started_at, lease_until,"
            + " dead, emptied, limited) values "
            + IntStream.range(0, Exchange.PIPES)
                    .mapToObj(pipe -> "(:id, " + pipe + ", :host, :version, :now, :until, false, false, "
                            + QueueRows.ANY_LIMITED + ")")
                    .collect(Collectors.joining(", "))
            + "{or nothing}";

    private static final String RENEW =
            "update {ns}_node set lease_until = :until, host = :host, version = :version where id = :id";

    private static final String LAPSED = "not dead and lease_until <= {now}";

    private static final String UNRESCUED = "select id from {ns}_node where pipe = 0 and dead and not emptied";

    /** Without locks: a locking read would lock, for a moment, also what it passes over, and another one skip that. */
    private static final String LEFT = "select job, node from {ns}_lease where node {in:nodes} limit :most";

    private static final String ADRIFT = "select l.job, j.id, l.node, l.token, l.cancel from {ns}_lease l"
            + " join {ns}_job j on j.number = l.job where l.node = :node and l.exchange <= :through";

    /** By the keys of the jobs alone, in a join that no planner turns around: the node may have had many leases. */
    private static final String HELD = "select j.id, l.node, l.token, l.cancel from {ns}_job j"
            + " left join {ns}_lease l on l.job = j.number where j.id {in:jobs}";

    private static final String FORGOTTEN = "dead and emptied and lease_until < {now} - " + MEMORY.toMillis();

    private static final String NODES =
            "select n.*, {now} as now, (select count(*) from {ns}_lease l where l.node = n.id)"
                    + " as running from {ns}_node n where n.pipe = 0 and ((not n.dead and n.lease_until > {now})"
                    + " or exists (select 1 from {ns}_lease l where l.node = n.id)) order by n.id limit 1000";

    private final Database db;

    JobNodes(Database db) {
        this.db = db;
    }

    Changed<HeartbeatResult> heartbeat(Heartbeat heartbeat) {
        return db.write(handle -> heartbeat(handle, heartbeat));
    }

    private Changed<HeartbeatResult> heartbeat(Handle handle, Heartbeat heartbeat) {
        String id = heartbeat.node().value();
        NodeRow node = NodeRow.lock(db, handle, id);
        long until = node.now() + heartbeat.lease().toMillis();
        Instant storeTime = Instant.ofEpochMilli(node.now());
        if (node.known() && !node.live()) {
            return new Changed<>(new HeartbeatResult(false, heartbeat.held().keySet(), Set.of(), storeTime), Set.of());
        }
        if (!node.known()) {
            QueueRows.lockSettings(db, handle);
        }
        db.update(handle, node.known() ? RENEW : REGISTER)
                .bind("id", id)
                .bind("host", JobRows.clean(heartbeat.host()))
                .bind("version", JobRows.clean(heartbeat.version()))
                .bind("now", node.now())
                .bind("until", until)
                .execute();
        return reconcile(handle, heartbeat, node.now(), storeTime);
    }

    private Changed<HeartbeatResult> reconcile(Handle handle, Heartbeat heartbeat, long now, Instant storeTime) {
        Endings endings = new Endings(now);
        if (heartbeat.through() > 0) {
            Lease.lock(db, handle, adrift(handle, heartbeat)).values().stream()
                    .filter(lease -> lease.node().equals(heartbeat.node().value()))
                    .forEach(endings::putBack);
            endings.flush(db, handle);
        }
        Set<JobId> lost = new HashSet<>(heartbeat.held().keySet());
        Set<JobId> cancelled = new HashSet<>();
        List<String> ids = lost.stream().map(JobId::value).toList();
        RowDialect.inParts(
                ids,
                part -> db.query(handle, HELD, "jobs", part).map((row, context) -> Held.of(row)).list().stream()
                        .filter(held -> held.isOf(heartbeat))
                        .forEach(held -> {
                            lost.remove(held.job());
                            if (held.cancel()) {
                                cancelled.add(held.job());
                            }
                        }));
        return new Changed<>(new HeartbeatResult(true, lost, cancelled, storeTime), endings.queues());
    }

    /**
     * A job that a heartbeat names, as the store has it.
     *
     * @param job its id
     * @param node who has its lease, or null if none has
     * @param token that of its lease, 0 if there is none
     * @param cancel whether someone asked to cancel it
     */
    private record Held(JobId job, @Nullable String node, long token, boolean cancel) {

        static Held of(ResultSet row) throws SQLException {
            return new Held(
                    JobId.of(row.getString("id")),
                    row.getString("node"),
                    row.getLong("token"),
                    row.getBoolean("cancel"));
        }

        boolean isOf(Heartbeat heartbeat) {
            Long held = heartbeat.held().get(job);
            return heartbeat.node().value().equals(node) && held != null && held == token;
        }
    }

    /** The numbers of the jobs that exchanges gave to the node, which has their answers, and that it does not hold. */
    private List<Long> adrift(Handle handle, Heartbeat heartbeat) {
        return db
                .query(handle, ADRIFT)
                .bind("node", heartbeat.node().value())
                .bind("through", heartbeat.through())
                .map((row, context) -> Map.entry(row.getLong("job"), Held.of(row)))
                .list()
                .stream()
                .filter(lease -> !lease.getValue().isOf(heartbeat))
                .map(Map.Entry::getKey)
                .toList();
    }

    Changed<List<JobId>> rescue(int limit) {
        Set<String> open = new HashSet<>(db.write(handle -> Lanes.lookAfterLeft(db, handle)));
        Changed<List<JobId>> rescued = rescueLapsed(limit);
        open.addAll(rescued.queues());
        return new Changed<>(rescued.result(), open);
    }

    private Changed<List<JobId>> rescueLapsed(int limit) {
        return db.write(handle -> {
            List<String> lapsed = lock(handle, LAPSED);
            if (!lapsed.isEmpty()) {
                db.update(handle, "update {ns}_node set dead = true where id {in:ids}", "ids", lapsed)
                        .execute();
            }
            List<String> unrescued =
                    db.query(handle, UNRESCUED).mapTo(String.class).list();
            Map<Long, String> left = unrescued.isEmpty() ? Map.of() : left(handle, unrescued, limit);
            long now = db.query(handle, "select {now}").mapTo(Long.class).one();
            Endings endings = new Endings(now);
            Map<String, Lease> leases = Lease.lock(db, handle, left.keySet());
            leases.values().removeIf(lease -> !lease.node().equals(left.get(lease.job())));
            leases.values().forEach(endings::lose);
            endings.flush(db, handle);
            if (left.size() < limit) {
                emptied(handle, unrescued);
            }
            forget(handle);
            return new Changed<>(
                    leases.keySet().stream().map(JobId::of).collect(Collectors.toList()), endings.queues());
        });
    }

    private Map<Long, String> left(Handle handle, List<String> nodes, int limit) {
        Map<Long, String> left = new HashMap<>();
        db.query(handle, LEFT, "nodes", nodes)
                .bind("most", limit)
                .map((row, context) -> Map.entry(row.getLong("job"), row.getString("node")))
                .forEach(lease -> left.put(lease.getKey(), lease.getValue()));
        return left;
    }

    /** Marks dead nodes that hold nothing more, so that nobody looks for their leases again. */
    private void emptied(Handle handle, List<String> nodes) {
        if (!nodes.isEmpty()) {
            db.update(handle, "update {ns}_node set emptied = true where id {in:ids}", "ids", nodes)
                    .execute();
        }
    }

    /**
     * Locks nodes of which {@code condition} holds, all but those that anyone else has locked. The rows of pipes are locked in
     * turn, as all do, so that of two who want a node one gets it; and by their keys, since a locking read would lock, for a
     * moment, also what it passes over.
     */
    private List<String> lock(Handle handle, String condition) {
        List<String> ids = db.query(handle, "select id from {ns}_node where pipe = 0 and " + condition + " order by id")
                .mapTo(String.class)
                .list();
        for (int pipe = 0; pipe < Exchange.PIPES && !ids.isEmpty(); pipe++) {
            String row = "select id from {ns}_node where id {in:ids} and pipe = " + pipe + " and " + condition;
            ids = db.query(handle, row + " order by id{skip}", "ids", ids)
                    .mapTo(String.class)
                    .list();
        }
        return ids;
    }

    private void forget(Handle handle) {
        List<String> forgotten = lock(handle, FORGOTTEN);
        if (!forgotten.isEmpty()) {
            db.dialect().forget(db, handle, forgotten);
        }
    }

    Changed<Boolean> leave(NodeId node) {
        return db.write(handle -> {
            NodeRow row = NodeRow.lock(db, handle, node.value());
            int ended = db.update(
                            handle, "update {ns}_node set dead = true, emptied = true where id = :id and not dead")
                    .bind("id", node.value())
                    .execute();
            Endings endings = new Endings(row.now());
            if (ended > 0) {
                List<Long> jobs = db.query(handle, "select job from {ns}_lease where node = :node")
                        .bind("node", node.value())
                        .mapTo(Long.class)
                        .list();
                Lease.lock(db, handle, jobs).values().forEach(endings::putBack);
                endings.flush(db, handle);
            }
            return new Changed<>(ended > 0, endings.queues());
        });
    }

    List<JobNode> nodes() {
        return db.read(handle -> db.query(handle, NODES)
                .map((row, context) -> new JobNode(
                        NodeId.of(row.getString("id")),
                        row.getString("host"),
                        row.getString("version"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        Instant.ofEpochMilli(row.getLong("lease_until")),
                        !row.getBoolean("dead") && row.getLong("lease_until") > row.getLong("now"),
                        row.getInt("running")))
                .list());
    }
}
