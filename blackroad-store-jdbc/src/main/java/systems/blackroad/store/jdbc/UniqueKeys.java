package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.NewJob;

/*
 * A row of a key names the job that took it last. It is locked first, the keys of a batch in order, and made if it is not
 * there, so that enqueues of one key come one after the other, and no two of them wait for each other. Only then is it read
 * where its job stands; a claim or a completion does not touch it, so a row may say of a job what is not so any more. A
 * waiting job is locked too if it may be replaced, or if the caller's transaction, which is still to commit, relies on it.
 *
 * Rows go with their job, by a requeue or a deletion; a period outlasts its job, and its row is removed some time after it
 * is over, two for each job that takes a key, so that what is left behind does not grow.
 */
/** Enqueues of jobs with unique keys. Thread-safe. */
final class UniqueKeys {

    private static final int LOOKS = 20;
    private static final int TIDY_FROM = 128;
    private static final int TIDY_AT_ONCE = 1000;
    private static final int PERIOD = 2;

    private final Database db;
    /** How many rows of periods that are over may be removed for the keys that were taken. */
    private final AtomicLong owed = new AtomicLong();

    UniqueKeys(Database db) {
        this.db = db;
    }

    static boolean isIn(List<NewJob> batch) {
        return batch.stream().anyMatch(job -> job.unique() != null);
    }

    /** Where a job stands, as tables are named and in the order in which jobs move. */
    private enum Place {
        READY,
        DEFERRED,
        LEASE,
        DONE;

        private String table() {
            return "{ns}_" + name().toLowerCase(Locale.ROOT);
        }

        private boolean waits() {
            return this == READY || this == DEFERRED;
        }
    }

    /** A row whose key was taken: by which job, told by its number, and its id in case it is deleted; and for how long. */
    private record Taken(String name, long job, JobId holder, int scope) {}

    /** Takes the batch in, inside a transaction; {@code callers} if that is the caller's. */
    Changed<List<EnqueueOutcome>> enqueue(Handle handle, List<NewJob> batch, boolean callers) {
        TreeMap<String, Boolean> names = new TreeMap<>();
        for (NewJob job : batch) {
            UniqueKey unique = job.unique();
            if (unique != null) {
                names.merge(unique.key(), unique.onConflict() == UniqueKey.OnConflict.REPLACE, Boolean::logicalOr);
            }
        }
        Rows rows = lock(handle, names.keySet());
        UniquePlan plan = new UniquePlan(holders(handle, rows.taken, names, callers));
        List<EnqueueOutcome> outcomes = new ArrayList<>(batch.size());
        for (List<NewJob> part : withoutRepeats(batch)) {
            plan = insert(handle, plan, part, callers);
            outcomes.addAll(plan.outcomes());
        }
        Set<String> queues = cancel(handle, plan.cancels(), rows.now, callers);
        keep(handle, names.keySet(), plan.takers(), rows);
        owed.addAndGet(2L * plan.takers().size());
        return new Changed<>(outcomes, queues);
    }

    /** The batch in parts of different ids. */
    private static List<List<NewJob>> withoutRepeats(List<NewJob> batch) {
        List<List<NewJob>> parts = new ArrayList<>();
        Set<JobId> named = new HashSet<>();
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (!named.add(batch.get(i).id())) {
                parts.add(batch.subList(from, i));
                named.clear();
                named.add(batch.get(i).id());
                from = i;
            }
        }
        parts.add(batch.subList(from, batch.size()));
        return parts;
    }

    /** The rows of some keys as they were found, those that are held or may be. */
    private static final class Rows {
        private final Map<String, Taken> taken = new TreeMap<>();
        private long now;
    }

    private Rows lock(Handle handle, Set<String> names) {
        PreparedBatch made = handle.prepareBatch(db.sql("insert into {ns}_unique_key (name) values (?){or touch}"));
        names.forEach(name -> made.bind(0, name).add());
        made.execute();
        Rows rows = new Rows();
        RowDialect.inParts(
                names,
                part -> db.query(
                                handle,
                                "select name, job, holder, scope, free_at, {now} as now from {ns}_unique_key"
                                        + " where name {in:names}{lock}",
                                "names",
                                part)
                        .map((row, context) -> taken(rows, row))
                        .list());
        return rows;
    }

    private static boolean taken(Rows rows, ResultSet row) throws SQLException {
        rows.now = Math.max(rows.now, row.getLong("now"));
        Long freeAt = JobRows.number(row, "free_at");
        String holder = row.getString("holder");
        boolean taken = holder != null && (freeAt == null || freeAt > rows.now);
        if (taken) {
            String name = row.getString("name");
            rows.taken.put(name, new Taken(name, row.getLong("job"), JobId.of(holder), row.getInt("scope")));
        }
        return taken;
    }

    /** Who holds the keys that were taken, by where the jobs stand, and keep standing as far as that matters. */
    private Map<String, UniquePlan.Holder> holders(
            Handle handle, Map<String, Taken> taken, Map<String, Boolean> replacing, boolean callers) {
        Set<Long> jobs = new TreeSet<>();
        Set<Long> lasting = new HashSet<>();
        for (Taken row : taken.values()) {
            jobs.add(row.job());
            if (callers || replacing.getOrDefault(row.name(), false)) {
                lasting.add(row.job());
            }
        }
        Map<Long, Place> places = places(handle, jobs, lasting);
        Map<String, UniquePlan.Holder> holders = new HashMap<>();
        for (Taken row : taken.values()) {
            Place place = places.get(row.job());
            if (holds(row.scope(), place)) {
                holders.put(
                        row.name(),
                        new UniquePlan.Holder(row.holder(), place != null && place.waits(), place == Place.LEASE));
            }
        }
        return holders;
    }

    private static boolean holds(int scope, @Nullable Place place) {
        if (scope == PERIOD) {
            return true;
        }
        boolean live = scope == UniqueKey.While.LIVE.ordinal();
        return place != null && (place.waits() || (live && place == Place.LEASE));
    }

    /** Where the jobs stand that were not deleted; {@code lasting} ones that wait are locked there. */
    private Map<Long, Place> places(Handle handle, Set<Long> jobs, Set<Long> lasting) {
        Map<Long, Place> places = new HashMap<>();
        Set<Long> open = new TreeSet<>(jobs);
        for (int look = 0; look < LOOKS && !open.isEmpty(); look++) {
            Map<Long, Place> seen = seen(handle, open);
            for (Place place : List.of(Place.READY, Place.DEFERRED)) {
                Set<Long> waiting = new TreeSet<>(lasting);
                waiting.removeIf(job -> seen.get(job) != place);
                seen.keySet().removeAll(waiting);
                numbers(handle, "select job from " + place.table() + " where job {numbers:jobs}{lock}", waiting)
                        .forEach(job -> seen.put(job, place));
            }
            places.putAll(seen);
            open.removeAll(seen.keySet());
            if (look > 0) {
                open.retainAll(existing(handle, open));
            }
        }
        if (!open.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.STORE_REFUSED,
                    "the holder of a unique key moved " + LOOKS
                            + " times while it was looked for, or since the caller's"
                            + " transaction first read; nothing was taken in, ask again, in a transaction that is READ"
                            + " COMMITTED");
        }
        return places;
    }

    /** Where jobs stand, told by one statement. */
    private Map<Long, Place> seen(Handle handle, Set<Long> jobs) {
        String everywhere = Arrays.stream(Place.values())
                .map(place -> "select job, " + place.ordinal() + " from " + place.table() + " where job {numbers:jobs}")
                .collect(Collectors.joining(" union all "));
        Map<Long, Place> seen = new HashMap<>();
        RowDialect.inParts(
                jobs,
                part -> db.query(handle, everywhere, "jobs", part)
                        .map((row, context) -> Map.entry(row.getLong(1), Place.values()[row.getInt(2)]))
                        .forEach(entry -> seen.put(entry.getKey(), entry.getValue())));
        return seen;
    }

    /** Which jobs were not deleted. */
    private Set<Long> existing(Handle handle, Set<Long> jobs) {
        return numbers(handle, "select number from {ns}_job where number {numbers:jobs}", jobs);
    }

    private Set<Long> numbers(Handle handle, String select, Collection<Long> jobs) {
        Set<Long> there = new HashSet<>();
        RowDialect.inParts(
                jobs,
                part -> db.query(handle, select, "jobs", part).mapTo(Long.class).forEach(there::add));
        return there;
    }

    /** Takes in what the plan makes of {@code jobs}, planned anew as long as ids turn out to exist. */
    private UniquePlan insert(Handle handle, UniquePlan before, List<NewJob> jobs, boolean callers) {
        Set<JobId> existing = new HashSet<>();
        Set<JobId> fresh = new HashSet<>();
        Set<JobId> lookedFor = new HashSet<>();
        while (true) {
            UniquePlan plan = before.then(jobs, existing);
            int known = existing.size();
            List<String> unsure = new ArrayList<>();
            for (EnqueueOutcome outcome : plan.outcomes()) {
                if (outcome instanceof EnqueueOutcome.Duplicate duplicate && lookedFor.add(duplicate.asked())) {
                    unsure.add(duplicate.asked().value());
                }
            }
            RowDialect.inParts(
                    unsure,
                    part -> db.query(handle, "select id from {ns}_job where id {in:ids}", "ids", part)
                            .mapTo(String.class)
                            .forEach(id -> existing.add(JobId.of(id))));
            List<NewJob> next = plan.created().stream()
                    .filter(job -> !fresh.contains(job.id()))
                    .toList();
            if (existing.size() == known && !next.isEmpty()) {
                db.dialect()
                        .enqueue(db, handle, next, callers, callers ? PostgresHints.OF_CALLER : null)
                        .forEach(id -> fresh.add(JobId.of(id)));
                next.stream().map(NewJob::id).filter(id -> !fresh.contains(id)).forEach(existing::add);
            }
            if (existing.size() == known) {
                return plan;
            }
        }
    }

    /** A waiting job that is replaced. */
    private record Replaced(JobBody body, NewJob by) {}

    /** Cancels waiting jobs that are replaced, which are locked or were taken in just now; answers with queues in which a job may be. */
    private Set<String> cancel(Handle handle, Map<JobId, NewJob> cancels, long now, boolean callers) {
        Map<Long, Replaced> replaced = new TreeMap<>();
        List<String> ids = cancels.keySet().stream().map(JobId::value).toList();
        RowDialect.inParts(
                ids,
                part -> db.query(
                                handle,
                                "select j.id, " + JobBody.COLUMNS + " from {ns}_job j where j.id {in:ids}",
                                "ids",
                                part)
                        .map((row, context) -> new Replaced(
                                JobBody.of(row), Objects.requireNonNull(cancels.get(JobId.of(row.getString("id"))))))
                        .forEach(job -> replaced.put(job.body().number(), job)));
        Endings endings = new Endings(now);
        for (Place place : List.of(Place.READY, Place.DEFERRED)) {
            String take =
                    "delete from " + place.table() + " where job {numbers:jobs} returning job, " + Waiting.COLUMNS;
            RowDialect.inParts(
                    replaced.keySet(),
                    part -> db.query(handle, take, "jobs", part)
                            .map((row, context) -> Map.entry(row.getLong("job"), Waiting.of(row)))
                            .forEach(taken -> cancel(
                                    endings, Objects.requireNonNull(replaced.get(taken.getKey())), taken.getValue())));
        }
        if (callers) {
            endings.flushInCallers(db, handle);
        } else {
            endings.flush(db, handle);
        }
        return endings.queues();
    }

    private static void cancel(Endings endings, Replaced job, Waiting waiting) {
        endings.cancel(job.body(), waiting);
        endings.line(
                job.body().number(),
                "replaced by job " + job.by().id(),
                job.by().actor());
    }

    /** Writes who took which keys, and drops the rows of those that nobody has. */
    private void keep(Handle handle, Set<String> names, Map<String, NewJob> takers, Rows rows) {
        PreparedBatch kept = handle.prepareBatch(db.sql(
                "update {ns}_unique_key set job = (select number from {ns}_job where id = ?), holder = ?, scope = ?,"
                        + " free_at = ? where name = ?"));
        List<String> idle = new ArrayList<>();
        for (String name : names) {
            NewJob job = takers.get(name);
            if (job != null && job.unique() != null) {
                UniqueKey.Scope scope = job.unique().scope();
                boolean period = scope instanceof UniqueKey.Within;
                RowDialect.bind(kept, new @Nullable Object[] {
                    job.id().value(),
                    job.id().value(),
                    period ? PERIOD : ((UniqueKey.While) scope).ordinal(),
                    period
                            ? (Long) (rows.now
                                    + ((UniqueKey.Within) scope).period().toMillis())
                            : null,
                    name
                });
            } else if (!rows.taken.containsKey(name)) {
                idle.add(name);
            }
        }
        if (kept.size() > 0) {
            kept.execute();
        }
        RowDialect.inParts(idle, part -> UniqueKeyRows.delete(db, handle, part));
    }

    /** Removes rows of periods that are over, if enough keys were taken here; outside other transactions. */
    void tidy() {
        long most = Math.min(owed.get(), TIDY_AT_ONCE);
        if (most < TIDY_FROM) {
            return;
        }
        owed.addAndGet(-most);
        db.write(handle -> {
            long now = db.query(handle, "select {now}").mapTo(Long.class).one();
            List<String> over = db.query(
                            handle,
                            "select name from {ns}_unique_key where free_at <= :now order by free_at limit :most{skip}")
                    .bind("now", now)
                    .bind("most", most)
                    .mapTo(String.class)
                    .list();
            RowDialect.inParts(over, part -> UniqueKeyRows.delete(db, handle, part));
            return over.size();
        });
    }
}
