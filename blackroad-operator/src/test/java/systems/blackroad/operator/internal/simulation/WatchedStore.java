package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;
import systems.blackroad.testkit.ManualClock;

/** A store each of whose calls a {@link Ledger} checks. */
final class WatchedStore {

    private static final UserId ACTOR = UserId.of("ada");

    private final JobStore store;
    private final ManualClock clock;
    private final Ledger ledger;

    WatchedStore(JobStore store, ManualClock clock) {
        this.store = store;
        this.clock = clock;
        this.ledger = new Ledger(store);
    }

    Ledger ledger() {
        return ledger;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void enqueue(NewJob job) {
        ledger.enqueued(job, store.enqueue(List.of(job), null).get(0), now());
    }

    void cancel(JobId id) {
        ledger.cancelled(id, store.cancel(id, ACTOR), now());
    }

    /** Returns whether the job waits anew. */
    boolean requeue(JobId id) {
        RequeueOutcome outcome = store.requeue(id, ACTOR);
        ledger.requeued(id, outcome, now());
        return outcome == RequeueOutcome.QUEUED;
    }

    void putQueue(QueueName queue, QueueLimits limits) {
        ledger.queues.put(queue, limits, store.putQueue(queue, limits, ACTOR));
    }

    void pauseQueue(QueueName queue, boolean paused) {
        ledger.queues.paused(queue, paused, store.pauseQueue(queue, paused, ACTOR));
    }

    /** Does what an engine asks for, and returns the answer. */
    Input execute(StoreRequest request) {
        if (request instanceof StoreRequest.Trade trade) {
            ExchangeResult result = store.exchange(trade.exchange());
            ledger.exchanged(trade.exchange(), result, now());
            return new Input.Traded(trade.exchange(), result);
        } else if (request instanceof StoreRequest.Beat beat) {
            HeartbeatResult result = store.heartbeat(beat.heartbeat());
            ledger.beaten(beat.heartbeat(), result, now());
            return new Input.Beaten(beat.heartbeat(), result);
        } else if (request instanceof StoreRequest.Note note) {
            return note(note);
        } else if (request instanceof StoreRequest.Rescue rescue) {
            List<JobId> rescued = store.rescue(rescue.limit());
            ledger.rescued(rescued, rescue.limit(), now());
            return new Input.Rescued(rescued.size());
        } else if (request instanceof StoreRequest.ReadDue due) {
            return new Input.DueRead(store.dueSchedules(due.limit()));
        } else if (request instanceof StoreRequest.Pass pass) {
            List<Boolean> passed = store.tick(pass.ticks());
            for (int i = 0; i < passed.size(); i++) {
                ledger.ticked(pass.ticks().get(i), passed.get(i), now());
            }
            return new Input.Passed(pass.ticks(), passed);
        }
        if (request instanceof StoreRequest.Purge purge) {
            PurgeCheck check = new PurgeCheck(ledger, store, purge.retention(), now());
            int jobs = store.purge(purge.retention(), purge.limit());
            check.answered(jobs);
            return new Input.Purged(jobs);
        }
        StoreRequest.Leave leave = (StoreRequest.Leave) request;
        store.leave(leave.node());
        ledger.left(leave.node(), now());
        return new Input.Left(leave.node());
    }

    private Input note(StoreRequest.Note note) {
        List<LeaseNote> lines = note.runs().stream()
                .<LeaseNote>map(run -> new LeaseNote.Line(run.job(), run.token(), "note"))
                .toList();
        List<Acceptance> acceptances = store.note(lines);
        for (int i = 0; i < lines.size(); i++) {
            ledger.noted(lines.get(i), acceptances.get(i), now());
        }
        return Input.Signal.NOTES_WRITTEN;
    }
}
