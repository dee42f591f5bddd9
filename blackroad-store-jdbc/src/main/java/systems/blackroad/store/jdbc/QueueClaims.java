package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;

/*
 * Each queue of which a gated job may start is locked, so that what runs, the permits and the turns are counted by one claim
 * at a time. Jobs that nothing holds back are merged with gated ones in claim order. What a claim finds of a queue that got
 * settings after the job came in becomes gated, and is claimed by the next.
 */
/** One claim of jobs that something may hold back, and of the others among them. Used by one thread. */
final class QueueClaims {

    private static final String OPEN = "select r.queue from {ns}_ready r where r.gated = true and r.parked = false";
    private static final String QUEUES = "with recursive q (queue) as (select (" + OPEN
            + " order by r.queue limit 1) union all select (" + OPEN
            + " and r.queue > q.queue order by r.queue limit 1) from q where q.queue is not null)"
            + " select queue from q where queue is not null";

    private static final String LANES =
            "select r.lane, (select count(*) from {ns}_lease l where l.lane = r.lane) as running,"
                    + " (select t.job from {ns}_turn t where t.lane = r.lane) as turn, case when r.ordered = true then"
                    + " (select h.job from {ns}_ready h where h.lane = r.lane and h.ordered = true"
                    + " order by h.priority desc, h.due_at, h.job limit 1) end as head"
                    + " from {ns}_ready r where r.job {numbers:jobs}";

    private static final String LIMITED = "select name from {ns}_queue where name {in:names} and " + QueueRows.LIMITED;

    private static final String GATE =
            "update {ns}_ready set gated = true, lane = (select case when j.job_key is not null"
                    + " then concat(j.queue, ' ', j.job_key) end from {ns}_job j where j.number = {ns}_ready.job)"
                    + " where job {numbers:jobs}";

    /** How many suspects a claim looks at. */
    private static final int SUSPECTS = 20;

    private final Database db;
    private final Handle handle;
    private final Trade trade;
    private final Claim wish;
    private final int most;

    private final List<Ready> taken = new ArrayList<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Set<Long> parked = new TreeSet<>();
    private final Set<Long> woken = new TreeSet<>();
    private final Set<Long> diverted = new TreeSet<>();
    private final SortedMap<String, LockedQueue> queues;
    private long untilPermit = Long.MAX_VALUE;

    QueueClaims(Database db, Handle handle, Trade trade, Claim wish, int most, SortedMap<String, LockedQueue> queues) {
        this.db = db;
        this.handle = handle;
        this.trade = trade;
        this.wish = wish;
        this.most = most;
        this.queues = queues;
    }

    /** Of a lane: how many of its jobs run, which has the turn, and which is the first that is ordered and due. */
    private static final class Lane {
        private int running;
        private @Nullable Long turn;
        private @Nullable Long head;

        private boolean isTurnOf(Ready job) {
            return Objects.equals(turn != null ? turn : head, job.job());
        }
    }

    /**
     * What was claimed.
     *
     * @param jobs the jobs
     * @param passed where those stood that nothing holds back
     * @param all whether there were no more of these
     * @param untilNext in how many milliseconds it is worth to ask again, or the largest number
     */
    record Result(List<ClaimedJob> jobs, List<ClaimCursor.Passed> passed, boolean all, long untilNext) {

        /** When it is worth to ask again. */
        long nextDue(long now) {
            return untilNext == Long.MAX_VALUE ? untilNext : now + untilNext;
        }
    }

    /** Claims; {@code mixed} if those too that nothing holds back. */
    Result claim(boolean mixed) {
        LockedQueue.count(db, handle, queues);
        List<Ready> free = mixed ? db.dialect().pick(db, handle, wish, most, trade.start()) : List.of();
        List<Ready> suspects = suspects(mixed);
        List<Ready> found = new ArrayList<>(free);
        queues.forEach((name, queue) -> {
            if (queue.isOpen() && wish.serves(QueueName.of(name))) {
                found.addAll(Ready.gated(db, handle, wish, name, Math.min(Claim.MAX_LIMIT, 2 * most + 50)));
            }
        });
        readLanes(found, suspects);
        divert(free, suspects);
        suspects.sort(Ready.CLAIM_ORDER);
        for (Ready job : suspects) {
            if (taken.isEmpty()) {
                take(job);
            }
        }
        found.sort(Ready.CLAIM_ORDER);
        for (Ready job : found) {
            if (taken.size() < most) {
                take(job);
            }
        }
        return write(free);
    }

    /** The queues in which a gated job that is wished may be next. */
    static Set<String> open(Database db, Handle handle, Claim wish) {
        return db.query(handle, QUEUES).mapTo(String.class).stream()
                .filter(queue -> wish.serves(QueueName.of(queue)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Ready> suspects(boolean mixed) {
        List<Ready> suspects = new ArrayList<>();
        if (wish.suspects()) {
            if (mixed) {
                suspects.addAll(Ready.suspects(db, handle, wish, 1));
            }
            List<String> some = queues.entrySet().stream()
                    .filter(queue -> queue.getValue().isOpen() && wish.serves(QueueName.of(queue.getKey())))
                    .map(SortedMap.Entry::getKey)
                    .toList();
            if (!some.isEmpty()) {
                suspects.addAll(Ready.gatedSuspects(db, handle, wish, some, SUSPECTS));
            }
        }
        return suspects;
    }

    private void readLanes(List<Ready> found, List<Ready> suspects) {
        List<Long> jobs = new ArrayList<>();
        found.stream().filter(job -> job.lane() != null).map(Ready::job).forEach(jobs::add);
        suspects.stream().filter(job -> job.lane() != null).map(Ready::job).forEach(jobs::add);
        RowDialect.inParts(
                jobs,
                part -> db.query(handle, LANES, "jobs", part)
                        .map((row, context) -> {
                            Lane lane = lanes.computeIfAbsent(row.getString("lane"), key -> new Lane());
                            lane.running = row.getInt("running");
                            lane.turn = JobRows.number(row, "turn");
                            Long head = JobRows.number(row, "head");
                            lane.head = head == null ? lane.head : head;
                            return lane;
                        })
                        .list());
    }

    /** Has those wait for their queues that came in before these had settings. */
    private void divert(List<Ready> free, List<Ready> suspects) {
        List<Ready> all = new ArrayList<>(free);
        suspects.stream().filter(job -> !job.gated()).forEach(all::add);
        Set<String> names = all.stream().map(Ready::queue).collect(Collectors.toSet());
        if (!names.isEmpty()) {
            Set<String> limited = new HashSet<>(db.query(handle, LIMITED, "names", names)
                    .mapTo(String.class)
                    .list());
            all.stream()
                    .filter(job -> limited.contains(job.queue()))
                    .map(Ready::job)
                    .forEach(diverted::add);
        }
    }

    /** Takes a job if it may start, and parks it if its lane holds it back. */
    private void take(Ready job) {
        if (diverted.contains(job.job())) {
            return;
        }
        if (job.gated()) {
            LockedQueue queue = Objects.requireNonNull(queues.get(job.queue()));
            if (!queue.isOpen() || parks(job, queue)) {
                return;
            }
            if (queue.untilPermit() > 0) {
                untilPermit = Math.min(untilPermit, queue.untilPermit());
                return;
            }
            start(job, queue);
        }
        taken.add(job);
    }

    /** Parks a job that its lane holds back; whether it does. */
    private boolean parks(Ready job, LockedQueue queue) {
        Lane lane = job.lane() == null ? null : lanes.get(job.lane());
        if (lane == null) {
            return false;
        }
        boolean first = !job.ordered() || lane.isTurnOf(job);
        if (first && !queue.isFull(lane.running)) {
            return false;
        }
        parked.add(job.job());
        if (!first && lane.turn == null && lane.head != null) {
            woken.add(lane.head);
        }
        return true;
    }

    private void start(Ready job, LockedQueue queue) {
        queue.start();
        Lane lane = job.lane() == null ? null : lanes.get(job.lane());
        if (lane != null) {
            lane.running++;
            lane.turn = job.ordered() ? (Long) job.job() : lane.turn;
        }
    }

    private Result write(List<Ready> free) {
        RowDialect.inParts(
                diverted, part -> db.update(handle, GATE, "jobs", part).execute());
        RowDialect.inParts(
                parked,
                part -> db.update(handle, "update {ns}_ready set parked = true where job {numbers:jobs}", "jobs", part)
                        .execute());
        woken.removeAll(taken.stream().map(Ready::job).toList());
        Lanes.wake(db, handle, woken);
        LockedQueue.write(db, handle, queues);
        PreparedBatch turns =
                handle.prepareBatch(db.sql("{insert new} {ns}_turn (lane, job) values (?, ?){or nothing}"));
        taken.stream()
                .filter(Ready::ordered)
                .forEach(job -> RowDialect.bind(turns, new @Nullable Object[] {job.lane(), job.job()}));
        if (turns.size() > 0) {
            turns.execute();
        }
        List<ClaimedJob> jobs = new JobClaims(db, handle, trade).lease(taken);
        List<ClaimCursor.Passed> passed = taken.stream()
                .filter(job -> !job.gated() && !job.suspect())
                .map(job -> new ClaimCursor.Passed(job.priority(), new ClaimCursor.Place(job.dueAt(), job.job())))
                .toList();
        long left = free.stream().filter(job -> !diverted.contains(job.job())).count() - passed.size();
        boolean moved = !parked.isEmpty() || !diverted.isEmpty() || !woken.isEmpty();
        boolean more = moved && taken.size() < most;
        return new Result(jobs, passed, free.size() < most && left == 0, more ? 0 : untilPermit);
    }
}
