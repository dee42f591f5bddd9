package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/*
 * A job that its lane holds back is parked, under the lock of its queue's row, by the claim that finds it. Whoever ends a run
 * of the lane, or takes a job out of it, then takes the same lock, and wakes those that may be next: of each type as many as
 * may run, and the ordered one that is next. One that is woken in vain is parked again, so waking too many costs a look.
 * One that someone else has locked, who may leave it where it is, cannot be woken: its lane is looked after later.
 */
/** What waits for the end of other jobs of its lane. Stateless. */
final class Lanes {

    private static final int LOOKED_AFTER = 100;

    private static final String PARKED = "select r.type from {ns}_ready r where r.lane = :lane and r.parked = true"
            + " and r.ordered = false and r.type >= :type and r.type <> :not order by r.type limit 1";

    private static final String OF_TYPE = "select job from {ns}_ready where lane = :lane and parked = true"
            + " and ordered = false and type = :type order by priority desc, due_at, job limit :most{skip}";

    /** The ordered job that is next: the one that has the turn, if one has it. */
    private static final String FIRST = "select r.job, r.parked from {ns}_ready r where r.lane = :lane"
            + " and r.ordered = true and r.job = coalesce((select t.job from {ns}_turn t where t.lane = :lane), r.job)"
            + " order by r.priority desc, r.due_at, r.job limit 1";

    /** Those of some jobs in whose lanes any is parked; what is not needs no waking. */
    private static final String AWAITED = "select j.number from {ns}_job j where j.number {numbers:jobs} and exists"
            + " (select 1 from {ns}_ready r where r.lane = concat(j.queue, ' ', j.job_key) and r.parked = true)";

    private static final String ASLEEP =
            "select job from {ns}_ready where job {numbers:jobs} and parked = true order by job{skip}";

    private static final String LEFT =
            "select id, lane, queue from {ns}_left_lane order by id limit " + LOOKED_AFTER + "{skip}";

    private static final String TURNS_OVER = "select t.lane, t.job from {ns}_turn t where t.lane {in:lanes}"
            + " and not exists (select 1 from {ns}_ready p where p.job = t.job)"
            + " and not exists (select 1 from {ns}_deferred p where p.job = t.job)"
            + " and not exists (select 1 from {ns}_lease p where p.job = t.job)";

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
     */
    record Left(long job, String queue, @Nullable String lane, boolean turnOver) {

        static Left of(JobBody job, boolean over) {
            return new Left(job.number(), job.queue(), job.lane(), over && job.ordered());
        }
    }

    /** Gives turns on and wakes what may be next, in locked queues; answers with the queues in which a job may be. */
    static Set<String> leave(Database db, Handle handle, Collection<Left> left, Map<String, LockedQueue> queues) {
        if (left.isEmpty()) {
            return Set.of();
        }
        Map<Long, Left> inLanes = new TreeMap<>();
        left.stream().filter(gone -> gone.lane() != null).forEach(gone -> inLanes.put(gone.job(), gone));
        if (!inLanes.isEmpty()) {
            endTurns(
                    db, handle, inLanes.values().stream().filter(Left::turnOver).collect(Collectors.toList()));
            Set<Long> awaited = new HashSet<>();
            RowDialect.inParts(
                    inLanes.keySet(),
                    part -> db.query(handle, AWAITED, "jobs", part)
                            .mapTo(Long.class)
                            .forEach(awaited::add));
            inLanes.keySet().retainAll(awaited);
            wake(db, handle, inLanes.values(), queues);
        }
        return open(db, handle, left.stream().map(Left::queue).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> open(Database db, Handle handle, Set<String> names) {
        return new HashSet<>(
                db.query(handle, OPEN, "names", names).mapTo(String.class).list());
    }

    private static void endTurns(Database db, Handle handle, Collection<Left> over) {
        PreparedBatch turns = handle.prepareBatch(db.sql("delete from {ns}_turn where lane = ? and job = ?"));
        over.forEach(gone -> RowDialect.bind(turns, new @Nullable Object[] {gone.lane(), gone.job()}));
        if (turns.size() > 0) {
            turns.execute();
        }
    }

    /** Wakes what may be next in lanes of locked queues. */
    private static void wake(Database db, Handle handle, Collection<Left> left, Map<String, LockedQueue> queues) {
        Map<String, Left> lanes = new TreeMap<>();
        left.forEach(gone -> lanes.put(Objects.requireNonNull(gone.lane()), gone));
        List<Left> again = new ArrayList<>();
        lanes.forEach((lane, gone) -> {
            int most = Objects.requireNonNull(queues.get(gone.queue())).wakes();
            if (!wakeTypes(db, handle, lane, most) || !wakeFirst(db, handle, lane)) {
                again.add(gone);
            }
        });
        leaveLater(db, handle, again);
    }

    /** Wakes so many of each type; answers whether none was passed over since it is locked. */
    private static boolean wakeTypes(Database db, Handle handle, String lane, int most) {
        boolean all = true;
        String type = parkedType(db, handle, lane, "", "");
        while (type != null) {
            List<Long> next = db.query(handle, OF_TYPE)
                    .bind("lane", lane)
                    .bind("type", type)
                    .bind("most", most)
                    .mapTo(Long.class)
                    .list();
            wakeLocked(db, handle, next);
            String after = parkedType(db, handle, lane, type, next.size() < most ? "" : type);
            if (type.equals(after)) {
                all = false;
                after = parkedType(db, handle, lane, type, type);
            }
            type = after;
        }
        return all;
    }

    private static @Nullable String parkedType(Database db, Handle handle, String lane, String from, String not) {
        return db.query(handle, PARKED)
                .bind("lane", lane)
                .bind("type", from)
                .bind("not", not)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    /** Wakes the ordered job that is next; answers whether it is awake, or there is none. */
    private static boolean wakeFirst(Database db, Handle handle, String lane) {
        return db.query(handle, FIRST)
                .bind("lane", lane)
                .map((row, context) -> row.getBoolean("parked") ? (Long) row.getLong("job") : null)
                .findOne()
                .map(job -> wake(db, handle, List.of(job)) > 0)
                .orElse(true);
    }

    /** Wakes those of some jobs that are parked and not locked; their queue is locked. Answers how many it were. */
    static int wake(Database db, Handle handle, Collection<Long> jobs) {
        List<Long> asleep = new ArrayList<>();
        RowDialect.inParts(
                jobs,
                part -> asleep.addAll(
                        db.query(handle, ASLEEP, "jobs", part).mapTo(Long.class).list()));
        wakeLocked(db, handle, asleep);
        return asleep.size();
    }

    private static void wakeLocked(Database db, Handle handle, List<Long> jobs) {
        RowDialect.inParts(
                jobs,
                part -> db.update(handle, "update {ns}_ready set parked = false where job {numbers:jobs}", "jobs", part)
                        .execute());
    }

    /**
     * Has others look after the lanes: once a caller's transaction, which must lock no queue, is committed, or once those
     * are done that have locked what is next and may leave it where it is.
     */
    static void leaveLater(Database db, Handle handle, Collection<Left> left) {
        PreparedBatch later = handle.prepareBatch(db.sql("insert into {ns}_left_lane (lane, queue) values (?, ?)"));
        left.stream()
                .filter(gone -> gone.lane() != null)
                .forEach(gone -> RowDialect.bind(later, new @Nullable Object[] {gone.lane(), gone.queue()}));
        if (later.size() > 0) {
            later.execute();
        }
    }

    /** Looks after lanes that were left so; answers with the queues in which a job may be next. */
    static Set<String> lookAfterLeft(Database db, Handle handle) {
        Map<Long, Left> left = new TreeMap<>();
        db.query(handle, LEFT)
                .map((row, context) ->
                        Map.entry(row.getLong("id"), new Left(0, row.getString("queue"), row.getString("lane"), false)))
                .forEach(row -> left.put(row.getKey(), row.getValue()));
        if (left.isEmpty()) {
            return Set.of();
        }
        db.update(handle, "delete from {ns}_left_lane where id {numbers:ids}", "ids", left.keySet())
                .execute();
        Set<String> names = left.values().stream().map(Left::queue).collect(Collectors.toSet());
        SortedMap<String, LockedQueue> queues = LockedQueue.lock(db, handle, names, 0);
        Set<String> lanes = left.values().stream().map(Left::lane).collect(Collectors.toCollection(TreeSet::new));
        List<Left> over = db.query(handle, TURNS_OVER, "lanes", lanes)
                .map((row, context) -> new Left(row.getLong("job"), "", row.getString("lane"), true))
                .list();
        endTurns(db, handle, over);
        wake(db, handle, left.values(), queues);
        return open(db, handle, queues.keySet());
    }

    /** Wakes what may be next in those lanes of a queue that come after one; answers with the last, or null if there is none. */
    static @Nullable String wakeAfter(Database db, Handle handle, String queue, String after) {
        SortedMap<String, LockedQueue> queues = LockedQueue.lock(db, handle, List.of(queue), 0);
        List<Left> lanes = new ArrayList<>();
        String lane = parkedLane(db, handle, queue, after);
        String last = lane;
        while (lanes.size() < LOOKED_AFTER && lane != null) {
            lanes.add(new Left(0, queue, lane, false));
            last = lane;
            lane = parkedLane(db, handle, queue, lane);
        }
        wake(db, handle, lanes, queues);
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
