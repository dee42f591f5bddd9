package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/*
 * A job that its lane holds back is parked, under the lock of its queue's row, by the claim that finds it. Whoever ends a run
 * of the lane, or takes a job out of it, then takes the same lock, and wakes those that may be next: of each type as many as
 * may run, and the first of the ordered ones. One that is woken in vain is parked again, so waking too many costs a look.
 */
/** What waits for the end of other jobs of its lane. Stateless. */
final class Lanes {

    /** How many of a type are woken where no limit says how many may run. */
    private static final int WOKEN = 100;

    private static final int LOOKED_AFTER = 100;

    private static final String PARKED = "select r.type from {ns}_ready r where r.lane = :lane and r.parked = true"
            + " and r.ordered = false and r.type > :after order by r.type limit 1";

    private static final String OF_TYPE = "select job from {ns}_ready where lane = :lane and parked = true"
            + " and ordered = false and type = :type order by priority desc, due_at, job limit :most{skip}";

    private static final String FIRST = "select job from {ns}_ready where lane = :lane and ordered = true"
            + " and not exists (select 1 from {ns}_turn t where t.lane = :lane)"
            + " order by priority desc, due_at, job limit 1{skip}";

    private static final String LANE = "select 1 from {ns}_ready r where r.lane = concat(j.queue, ' ', j.job_key) and ";

    /** Those of some jobs in whose lanes anything waits. */
    private static final String AWAITED = "select j.number from {ns}_job j where j.number {numbers:jobs} and (exists ("
            + LANE + "r.parked = true) or exists (" + LANE + "r.ordered = true))";

    /** What is being taken away is not waited for: who does waits for the queue that is locked here. */
    private static final String ASLEEP =
            "select job from {ns}_ready where job {numbers:jobs} and parked = true order by job{skip}";

    private static final String LEFT =
            "select l.lane, l.queue, l.job, not exists (select 1 from {ns}_ready p where p.job"
                    + " = l.job) and not exists (select 1 from {ns}_deferred p where p.job = l.job)"
                    + " and not exists (select 1 from {ns}_lease p where p.job = l.job) as is_over,"
                    + " not exists (select 1 from {ns}_job j where j.number = l.job) as is_deleted"
                    + " from {ns}_left_lane l limit " + LOOKED_AFTER + "{skip}";

    /** Lanes are queue, space and key, and a space comes right before an exclamation mark. */
    private static final String PARKED_LANE = "select lane from {ns}_ready where parked = true and lane > :after"
            + " and lane < :end order by lane limit 1";

    private static final String OPEN = "select q.name from {ns}_queue q where q.name {in:names} and exists (select 1"
            + " from {ns}_ready r where r.queue = q.name and r.gated = true and r.parked = false)";

    private Lanes() {}

    /**
     * A gated job whose run ended, or that waits no longer.
     *
     * @param job its number
     * @param queue its queue
     * @param lane its lane, or null
     * @param turnOver whether it gives its turn on, if it has it
     * @param isDeleted whether it is not there any more
     */
    record Left(long job, String queue, @Nullable String lane, boolean turnOver, boolean isDeleted) {

        static Left of(JobBody job, boolean over) {
            return new Left(job.number(), job.queue(), job.lane(), over && job.ordered(), false);
        }
    }

    /** Gives turns on and wakes what may be next; answers with the queues in which a job may be. */
    static Set<String> leave(Database db, Handle handle, Collection<Left> left, Map<String, LockedQueue> locked) {
        if (left.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        Map<Long, Left> inLanes = new TreeMap<>();
        for (Left gone : left) {
            names.add(gone.queue());
            if (gone.lane() != null) {
                inLanes.put(gone.job(), gone);
            }
        }
        if (!inLanes.isEmpty()) {
            endTurns(db, handle, inLanes.values());
            wake(db, handle, awaited(db, handle, inLanes), locked);
        }
        return open(db, handle, names);
    }

    /** Those in whose lanes anything waits; of one that was deleted nobody knows. */
    private static Collection<Left> awaited(Database db, Handle handle, Map<Long, Left> left) {
        Set<Long> awaited = new HashSet<>();
        RowDialect.inParts(
                left.keySet(),
                part -> db.query(handle, AWAITED, "jobs", part)
                        .mapTo(Long.class)
                        .forEach(awaited::add));
        return left.values().stream()
                .filter(gone -> awaited.contains(gone.job()) || gone.isDeleted())
                .toList();
    }

    private static Set<String> open(Database db, Handle handle, Set<String> names) {
        return new HashSet<>(
                db.query(handle, OPEN, "names", names).mapTo(String.class).list());
    }

    private static void endTurns(Database db, Handle handle, Collection<Left> left) {
        PreparedBatch turns = handle.prepareBatch(db.sql("delete from {ns}_turn where lane = ? and job = ?"));
        left.stream()
                .filter(Left::turnOver)
                .forEach(gone -> RowDialect.bind(turns, new @Nullable Object[] {gone.lane(), gone.job()}));
        if (turns.size() > 0) {
            turns.execute();
        }
    }

    private static void wake(Database db, Handle handle, Collection<Left> left, Map<String, LockedQueue> locked) {
        Map<String, Integer> lanes = new TreeMap<>();
        left.forEach(gone -> lanes.put(gone.lane(), most(locked.get(gone.queue()))));
        List<Long> next = new ArrayList<>();
        lanes.forEach((lane, most) -> next.addAll(next(db, handle, lane, most)));
        wake(db, handle, next);
    }

    private static int most(@Nullable LockedQueue queue) {
        Integer limit = queue == null ? null : queue.keyConcurrency();
        return limit == null ? WOKEN : Math.min(limit, WOKEN);
    }

    /** Which jobs of a lane may be next: so many of each type, and one that is ordered. */
    private static List<Long> next(Database db, Handle handle, String lane, int most) {
        List<Long> next = new ArrayList<>();
        String type = parkedType(db, handle, lane, "");
        while (type != null) {
            next.addAll(db.query(handle, OF_TYPE)
                    .bind("lane", lane)
                    .bind("type", type)
                    .bind("most", most)
                    .mapTo(Long.class)
                    .list());
            type = parkedType(db, handle, lane, type);
        }
        next.addAll(db.query(handle, FIRST).bind("lane", lane).mapTo(Long.class).list());
        return next;
    }

    private static @Nullable String parkedType(Database db, Handle handle, String lane, String after) {
        return db.query(handle, PARKED)
                .bind("lane", lane)
                .bind("after", after)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    /** Wakes those of some jobs that are parked; their queue is locked. */
    static void wake(Database db, Handle handle, Collection<Long> jobs) {
        RowDialect.inParts(jobs, part -> {
            List<Long> asleep =
                    db.query(handle, ASLEEP, "jobs", part).mapTo(Long.class).list();
            if (!asleep.isEmpty()) {
                db.update(handle, "update {ns}_ready set parked = false where job {numbers:jobs}", "jobs", asleep)
                        .execute();
            }
        });
    }

    /** Has others look after the lanes once the caller's transaction, which must lock no queue, is committed. */
    static void leaveLater(Database db, Handle handle, Collection<Left> left) {
        PreparedBatch later =
                handle.prepareBatch(db.sql("insert into {ns}_left_lane (lane, queue, job) values (?, ?, ?)"));
        left.stream()
                .filter(gone -> gone.lane() != null)
                .forEach(
                        gone -> RowDialect.bind(later, new @Nullable Object[] {gone.lane(), gone.queue(), gone.job()}));
        if (later.size() > 0) {
            later.execute();
        }
    }

    /** What left lanes in callers' transactions, and is looked after by this one. */
    static List<Left> takeLeft(Database db, Handle handle) {
        List<Left> left = db.query(handle, LEFT)
                .map((row, context) -> new Left(
                        row.getLong("job"),
                        row.getString("queue"),
                        row.getString("lane"),
                        row.getBoolean("is_over"),
                        row.getBoolean("is_deleted")))
                .list();
        PreparedBatch done = handle.prepareBatch(db.sql("delete from {ns}_left_lane where lane = ? and job = ?"));
        left.forEach(gone -> RowDialect.bind(done, new @Nullable Object[] {gone.lane(), gone.job()}));
        if (done.size() > 0) {
            done.execute();
        }
        return left;
    }

    /** Wakes what may be next in those lanes of a queue that come after one; answers with the last, or null if there is none. */
    static @Nullable String wakeAfter(Database db, Handle handle, String queue, String after) {
        int most = most(LockedQueue.lock(db, handle, List.of(queue), 0).get(queue));
        List<Long> next = new ArrayList<>();
        String lane = parkedLane(db, handle, queue, after);
        String last = lane;
        for (int i = 0; i < LOOKED_AFTER && lane != null; i++) {
            next.addAll(next(db, handle, lane, most));
            last = lane;
            lane = parkedLane(db, handle, queue, lane);
        }
        wake(db, handle, next);
        return last;
    }

    private static @Nullable String parkedLane(Database db, Handle handle, String queue, String after) {
        return db.query(handle, PARKED_LANE)
                .bind("after", after)
                .bind("end", queue + "!")
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }
}
