package systems.blackroad.store.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Tick;

/** Jobs in a database. Thread-safe. */
final class JdbcJobStore implements JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);

    /** From when on what comes to stand may be behind the place where a claim went on: a little before it is. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(ClaimCursor.LAG_MILLIS * 4 / 5);

    /** After how many writes the rows of differences are folded. */
    private static final int FOLD_EVERY = 64;

    private final Database db;
    private final Server server;
    private final Hints hints;
    private final UniqueKeys keys;
    private final JobExchanges exchanges;
    private final JobNodes nodes;
    private final JobNotes notes;
    private final JobActions actions;
    private final JobHistory history;
    private final JobSchedules schedules;
    private final JobReads reads;
    private final QueueRows queues;
    private final AtomicInteger writes = new AtomicInteger();

    JdbcJobStore(Database db, Server server, Hints hints) {
        this.db = db;
        this.server = server;
        this.hints = hints;
        this.keys = new UniqueKeys(db);
        this.exchanges = new JobExchanges(db);
        this.nodes = new JobNodes(db);
        this.notes = new JobNotes(db);
        this.actions = new JobActions(db);
        this.history = new JobHistory(db);
        this.schedules = new JobSchedules(db);
        this.reads = new JobReads(db);
        this.queues = new QueueRows(db);
    }

    @Override
    public Durability durability() {
        return server.durability();
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch must have 1 to " + MAX_BATCH + " jobs, got " + batch.size());
        }
        long began = db.nanos();
        List<EnqueueOutcome> outcomes;
        String hint = null;
        if (transaction != null) {
            outcomes = enqueueIn(transaction, batch);
        } else if (UniqueKeys.isIn(batch)) {
            outcomes = hinted(db.write(handle -> keys.enqueue(handle, batch, false)), began);
        } else {
            List<NewJob> jobs = firsts(batch);
            String riding = hints.rideJobs();
            outcomes = outcomes(batch, db.writeWhole(handle -> db.dialect().enqueue(db, handle, jobs, false, riding)));
            hint = riding;
        }
        if (transaction == null) {
            becameReady(queues(batch, outcomes), hint, began);
            wrote();
        }
        return outcomes;
    }

    /** The first job of each id. */
    private static List<NewJob> firsts(List<NewJob> batch) {
        Map<JobId, NewJob> firsts = new LinkedHashMap<>();
        batch.forEach(job -> firsts.putIfAbsent(job.id(), job));
        return List.copyOf(firsts.values());
    }

    private static List<EnqueueOutcome> outcomes(List<NewJob> batch, List<String> ids) {
        Set<String> created = new HashSet<>(ids);
        List<EnqueueOutcome> outcomes = new ArrayList<>(batch.size());
        for (NewJob job : batch) {
            outcomes.add(
                    created.remove(job.id().value())
                            ? new EnqueueOutcome.Created(job.id())
                            : new EnqueueOutcome.Existing(job.id()));
        }
        return outcomes;
    }

    private static Set<String> queues(List<NewJob> batch, List<EnqueueOutcome> outcomes) {
        Set<String> queues = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            EnqueueOutcome outcome = outcomes.get(i);
            if (outcome instanceof EnqueueOutcome.Created || outcome instanceof EnqueueOutcome.Replaced) {
                queues.add(batch.get(i).queue().value());
            }
        }
        return queues;
    }

    private List<EnqueueOutcome> enqueueIn(StoreTransaction transaction, List<NewJob> batch) {
        if (!(transaction instanceof JdbcTransaction callers)) {
            throw new RefusedException(
                    ErrorCode.STORE_UNSUPPORTED,
                    "a " + db.dialect().kind() + " storage cannot enqueue in a transaction of kind "
                            + transaction.kind() + "; use JdbcTransaction.of(connection)");
        }
        try {
            if (callers.connection().getAutoCommit()) {
                throw new RefusedException(
                        ErrorCode.STORE_UNSUPPORTED,
                        "the connection of the transaction is in autocommit, so it has no transaction; call"
                                + " setAutoCommit(false) on it first");
            }
        } catch (SQLException e) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "the transaction's connection is broken", e);
        }
        if (UniqueKeys.isIn(batch)) {
            return db.inCallers(callers, handle -> keys.enqueue(handle, batch, true))
                    .result();
        }
        List<NewJob> jobs = firsts(batch);
        return outcomes(
                batch,
                db.inCallers(callers, handle -> db.dialect().enqueue(db, handle, jobs, true, PostgresHints.OF_CALLER)));
    }

    @Override
    public ExchangeResult exchange(Exchange exchange) {
        long began = db.nanos();
        JobExchanges.Done done = exchanges.exchange(exchange);
        if (done.overdue() > 0) {
            tellIfLate(began - TimeUnit.MILLISECONDS.toNanos(done.overdue()));
        }
        becameReady(done.queues(), null, began);
        wrote();
        return done.result();
    }

    /** Tells other nodes of queues where jobs came to stand that are due from {@code since} on, and commits are behind us. */
    private void becameReady(Set<String> queues, @Nullable String rode, long since) {
        if (!queues.isEmpty()) {
            tellIfLate(since);
            hints.jobs(queues, rode);
        }
    }

    private void tellIfLate(long since) {
        if (db.nanos() - since > LATE_NANOS) {
            tidy(
                    "Other nodes were not told of late jobs, and find them within a second",
                    () -> db.dialect().tellLate(db));
        }
    }

    /** Folds the differences of the counts now and then, and tidies keys. */
    private void wrote() {
        if (writes.incrementAndGet() % FOLD_EVERY == 0) {
            tidy(
                    "The counts of jobs were not folded; a later write does it",
                    () -> db.dialect().fold(db));
        }
        tidy("Unique keys whose period is over were not removed; a later write does it", keys::tidy);
    }

    /** A failure to tidy is told and nothing else. */
    private static void tidy(String failure, Runnable work) {
        try {
            work.run();
        } catch (BlackRoadException e) {
            LOG.warn(failure, e);
        }
    }

    @Override
    public List<Acceptance> note(List<LeaseNote> leaseNotes) {
        return notes.note(leaseNotes);
    }

    @Override
    public HeartbeatResult heartbeat(Heartbeat heartbeat) {
        long began = db.nanos();
        return hinted(nodes.heartbeat(heartbeat), began);
    }

    @Override
    public List<JobId> rescue(int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, got " + limit);
        }
        long began = db.nanos();
        return hinted(nodes.rescue(limit), began);
    }

    @Override
    public void leave(NodeId node) {
        long began = db.nanos();
        hinted(nodes.leave(node), began);
    }

    private <T> T hinted(Changed<T> done, long began) {
        becameReady(done.queues(), null, began);
        return done.result();
    }

    @Override
    public CancelOutcome cancel(JobId job, UserId actor) {
        long began = db.nanos();
        return hinted(actions.cancel(job, actor), began);
    }

    @Override
    public RequeueOutcome requeue(JobId job, UserId actor) {
        long began = db.nanos();
        return hinted(actions.requeue(job, actor), began);
    }

    @Override
    public boolean delete(JobId job) {
        return actions.delete(job);
    }

    @Override
    public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
        long began = db.nanos();
        Redriven redriven = hinted(history.redrive(filter, after, actor, limit), began);
        wrote();
        return redriven;
    }

    @Override
    public int purge(Retention retention, int limit) {
        int deleted = history.purge(retention, limit);
        if (deleted > 0) {
            wrote();
        }
        return deleted;
    }

    @Override
    public JobSchedule putSchedule(JobSchedule schedule) {
        return schedules.put(schedule);
    }

    @Override
    public boolean removeSchedule(ScheduleId schedule) {
        return schedules.remove(schedule);
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        return schedules.enable(schedule, enabled, actor);
    }

    @Override
    public DueSchedules dueSchedules(int limit) {
        return schedules.due(limit);
    }

    @Override
    public List<Boolean> tick(List<Tick> ticks) {
        long began = db.nanos();
        JobSchedules.Ticked done = schedules.tick(ticks);
        becameReady(done.queues(), null, began);
        return done.passed();
    }

    @Override
    public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
        QueueRows.Change change =
                queues.change(queue, before -> new QueueSettings(queue, before.paused(), limits), actor);
        if (!limits.keyConcurrency().equals(change.before().limits().keyConcurrency())) {
            tidy(
                    "Jobs that a limit of queue " + queue + " held back wait for the end of one that runs",
                    () -> queues.wake(queue));
        }
        changed(change);
        return change.after();
    }

    @Override
    public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
        QueueRows.Change change =
                queues.change(queue, before -> new QueueSettings(queue, paused, before.limits()), actor);
        changed(change);
        return !change.after().equals(change.before());
    }

    private void changed(QueueRows.Change change) {
        if (!change.after().equals(change.before()) && !change.after().paused()) {
            hints.jobs(Set.of(change.after().queue().value()), null);
        }
    }

    @Override
    public List<QueueSettings> queues() {
        return queues.list();
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.onJobs(listener);
    }

    @Override
    public void newEpoch() {
        server.newTokenEpoch();
    }

    @Override
    public Optional<Job> find(JobId job) {
        return reads.find(job);
    }

    @Override
    public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
        return reads.list(filter, after, limit);
    }

    @Override
    public Map<JobStatus, Long> counts() {
        return reads.counts();
    }

    @Override
    public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
        return reads.log(job, afterSequence, limit);
    }

    @Override
    public List<JobNode> nodes() {
        return nodes.nodes();
    }

    @Override
    public Page<JobSchedule> schedules(@Nullable String after, int limit) {
        return schedules.list(after, limit);
    }
}
