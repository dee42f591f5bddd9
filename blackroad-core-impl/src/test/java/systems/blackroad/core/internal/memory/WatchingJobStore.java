package systems.blackroad.core.internal.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** A correct job store that remembers what was done to which job, for faults that act on that. */
class WatchingJobStore extends ForwardingJobStore {

    final Set<JobId> suspectRuns = new HashSet<>();
    final Set<JobId> released = new HashSet<>();
    final Set<JobId> failed = new HashSet<>();
    final Set<JobId> retried = new HashSet<>();
    final Set<JobId> rescued = new HashSet<>();
    final Set<JobId> startedOver = new HashSet<>();
    final Set<JobId> askedToStop = new HashSet<>();
    final Set<NodeId> left = new HashSet<>();

    WatchingJobStore(JobStore store) {
        super(store);
    }

    @Override
    public ExchangeResult exchange(Exchange exchange) {
        ExchangeResult result = super.exchange(exchange);
        for (int i = 0; i < result.settled().size(); i++) {
            if (result.settled().get(i) == Acceptance.ACCEPTED) {
                remember(exchange.settlements().get(i));
            }
        }
        for (ClaimedJob claimed : result.claimed()) {
            if (claimed.suspect()) {
                suspectRuns.add(claimed.id());
            }
        }
        return result;
    }

    private void remember(Settlement settlement) {
        if (settlement.verdict() instanceof Verdict.Released) {
            released.add(settlement.job());
        } else if (settlement.verdict() instanceof Verdict.Failed) {
            failed.add(settlement.job());
        } else if (settlement.verdict() instanceof Verdict.Retry) {
            retried.add(settlement.job());
        }
    }

    @Override
    public List<JobId> rescue(int limit) {
        List<JobId> ended = super.rescue(limit);
        rescued.addAll(ended);
        return ended;
    }

    @Override
    public RequeueOutcome requeue(JobId job, UserId actor) {
        Optional<Job> before = super.find(job);
        RequeueOutcome outcome = super.requeue(job, actor);
        if (before.isPresent() && before.get().status().isFinished()) {
            startedOver.add(job);
        }
        return outcome;
    }

    @Override
    public CancelOutcome cancel(JobId job, UserId actor) {
        CancelOutcome outcome = super.cancel(job, actor);
        if (outcome == CancelOutcome.REQUESTED) {
            askedToStop.add(job);
        }
        return outcome;
    }

    @Override
    public void leave(NodeId node) {
        left.add(node);
        super.leave(node);
    }
}
