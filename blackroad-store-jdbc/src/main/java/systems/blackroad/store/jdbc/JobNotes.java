package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;

/** What running jobs say of themselves. Stateless but for its database. */
final class JobNotes {

    /** How many lines of a job's log are kept at least. */
    private static final int KEPT = 1000;
    /** After how many lines of one run its log is trimmed again. */
    private static final int TRIM_EVERY = 500;

    private static final String LIVE =
            "select n.id from {ns}_node n where n.id {in:nodes} and n.pipe = 0 and not n.dead"
                    + " and n.lease_until > {now}";

    private static final String TRIM = "delete from {ns}_job_log where job = :job and sequence <= (select sequence"
            + " from {ns}_job_log where job = :job order by sequence desc limit 1 offset " + KEPT + ")";

    private static final String LONG = "select job from {ns}_job_log where job {numbers:jobs} group by job"
            + " having count(*) > " + KEPT + " order by job";

    private final Database db;

    JobNotes(Database db) {
        this.db = db;
    }

    /** Cuts a job's log to its newest lines. */
    static void trim(Database db, Handle handle, long job) {
        db.update(handle, TRIM).bind("job", job).execute();
    }

    /** The same for many jobs, of which few have so many lines. */
    static void trim(Database db, Handle handle, List<Long> jobs) {
        RowDialect.inParts(
                jobs,
                part -> db.query(handle, LONG, "jobs", part)
                        .mapTo(Long.class)
                        .list()
                        .forEach(job -> trim(db, handle, job)));
    }

    List<Acceptance> note(List<LeaseNote> notes) {
        if (notes.isEmpty() || notes.size() > JobStore.MAX_BATCH) {
            throw new IllegalArgumentException("notes must be 1 to " + JobStore.MAX_BATCH + ", got " + notes.size());
        }
        return db.write(handle -> note(handle, notes));
    }

    private List<Acceptance> note(Handle handle, List<LeaseNote> notes) {
        List<String> jobs =
                notes.stream().map(note -> note.job().value()).distinct().collect(Collectors.toList());
        Map<String, Lease> leases = Lease.lockByIds(db, handle, jobs);
        Set<String> live = liveNodes(handle, leases);
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        Bulk bulk = new Bulk();
        Map<String, Double> progress = new HashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        List<Acceptance> answers = new ArrayList<>(notes.size());
        for (LeaseNote note : notes) {
            String job = note.job().value();
            Lease lease = leases.get(job);
            if (lease == null || lease.token() != note.token() || !live.contains(lease.node())) {
                answers.add(Acceptance.STALE);
                continue;
            }
            answers.add(Acceptance.ACCEPTED);
            String text = note instanceof LeaseNote.Line line
                    ? line.text()
                    : note instanceof LeaseNote.Progress report ? report.message() : null;
            if (note instanceof LeaseNote.Progress report) {
                progress.put(job, report.fraction());
            }
            if (text != null) {
                bulk.insert(
                        Bulk.Table.LOG,
                        lease.job(),
                        now,
                        JobLogEntry.Kind.HANDLER.ordinal(),
                        JobRows.clean(text),
                        null);
                lines.merge(job, 1, Integer::sum);
            }
        }
        bulk.flush(db, handle);
        update(handle, leases, progress, lines);
        return answers;
    }

    private Set<String> liveNodes(Handle handle, Map<String, Lease> leases) {
        Set<String> nodes = leases.values().stream().map(Lease::node).collect(Collectors.toSet());
        return nodes.isEmpty()
                ? Set.of()
                : new HashSet<>(db.query(handle, LIVE, "nodes", nodes)
                        .mapTo(String.class)
                        .list());
    }

    private void update(
            Handle handle, Map<String, Lease> leases, Map<String, Double> progress, Map<String, Integer> lines) {
        Set<String> changed = new HashSet<>(progress.keySet());
        changed.addAll(lines.keySet());
        if (changed.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                db.sql("update {ns}_lease set progress = :progress, log_lines = :lines where job = :job"));
        for (Lease lease : leases.values()) {
            if (changed.contains(lease.id())) {
                int before = lease.logLines();
                int after = before + lines.getOrDefault(lease.id(), 0);
                batch.bind("progress", progress.getOrDefault(lease.id(), lease.progress()))
                        .bind("lines", after)
                        .bind("job", lease.job())
                        .add();
                if (before / TRIM_EVERY != after / TRIM_EVERY) {
                    trim(db, handle, lease.job());
                }
            }
        }
        batch.execute();
    }
}
