package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Stores that break a rule about cancelling, queueing again or deleting. */
final class JobControlFaults {

    private JobControlFaults() {}

    static void addTo(Map<String, Fault> faults) {
        cancelling(faults);
        stopping(faults);
        faults.put("J-70", racingCancels());
        requeueing(faults);
        startingOver(faults);
        deleting(faults);
    }

    private static void cancelling(Map<String, Fault> faults) {
        faults.put(
                "J-65",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                            if (job.status() == JobStatus.CANCELLED && job.startedAt() == null) {
                                draft.finishedAt = null;
                            }
                        }))
                        .breakingToo("J-122"));
        faults.put("J-66", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Set<JobId> asked = ConcurrentHashMap.newKeySet();

            @Override
            public CancelOutcome cancel(JobId job, UserId actor) {
                CancelOutcome outcome = super.cancel(job, actor);
                return outcome == CancelOutcome.REQUESTED && !asked.add(job) ? CancelOutcome.FINISHED : outcome;
            }
        }));
        faults.put("J-67", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public CancelOutcome cancel(JobId job, UserId actor) {
                CancelOutcome outcome = super.cancel(job, actor);
                return outcome == CancelOutcome.FINISHED ? CancelOutcome.CANCELLED : outcome;
            }
        }));
    }

    private static void stopping(Map<String, Fault> faults) {
        faults.put("J-68", Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                List<Settlement> settlements = new ArrayList<>();
                for (Settlement settlement : exchange.settlements()) {
                    boolean stops =
                            askedToStop.contains(settlement.job()) && settlement.verdict() instanceof Verdict.Failed;
                    settlements.add(
                            stops
                                    ? new Settlement(settlement.job(), settlement.token(), new Verdict.Cancelled())
                                    : settlement);
                }
                return super.exchange(new Exchange(
                        exchange.node(), exchange.pipe(), exchange.sequence(), settlements, exchange.wish()));
            }
        }));
        faults.put(
                "J-69",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.CANCELLED && store.retried.contains(job.id())) {
                        draft.status = JobStatus.PENDING;
                    }
                })));
    }

    /** Tells a cancellation that lost against another thread's claim that it won. */
    private static Fault racingCancels() {
        AtomicReference<@Nullable Thread> claimer = new AtomicReference<>();
        AtomicLong claims = new AtomicLong();
        Overlap overlap = new Overlap();
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange);
                if (!result.claimed().isEmpty()) {
                    claimer.set(Thread.currentThread());
                    claims.incrementAndGet();
                }
                return result;
            }

            @Override
            public CancelOutcome cancel(JobId job, UserId actor) {
                long before = claims.get();
                overlap.holdUntil(() -> claims.get() != before);
                CancelOutcome outcome = super.cancel(job, actor);
                boolean lost = outcome == CancelOutcome.REQUESTED && claimer.get() != Thread.currentThread();
                return lost ? CancelOutcome.CANCELLED : outcome;
            }
        });
    }

    private static void requeueing(Map<String, Fault> faults) {
        faults.put(
                "J-72",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.PENDING && store.startedOver.contains(job.id())) {
                        draft.token = job.token() - 1;
                    }
                })));
        faults.put("J-73", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public RequeueOutcome requeue(JobId job, UserId actor) {
                boolean deferred = super.find(job)
                        .filter(found -> found.status() == JobStatus.PENDING
                                && found.attempt() == 0
                                && found.dueAt().isAfter(found.createdAt()))
                        .isPresent();
                return deferred ? RequeueOutcome.QUEUED : super.requeue(job, actor);
            }
        }));
        faults.put(
                "J-74",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            /** Racing threads are left alone. */
                            private final Thread home = Thread.currentThread();

                            @Override
                            public RequeueOutcome requeue(JobId job, UserId actor) {
                                RequeueOutcome outcome = super.requeue(job, actor);
                                boolean broken =
                                        outcome == RequeueOutcome.ALREADY_DUE && Thread.currentThread() == home;
                                return broken ? RequeueOutcome.QUEUED : outcome;
                            }
                        })
                        .breakingToo("J-154"));
    }

    private static void startingOver(Map<String, Fault> faults) {
        faults.put("J-71", Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public Optional<Job> find(JobId job) {
                return super.find(job)
                        .map(found -> JobDraft.edited(found, draft -> {
                            if (startedOver.contains(job)) {
                                draft.attempt = found.attempt() + 1;
                            }
                        }));
            }

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                return JobFaults.giving(
                        super.exchange(exchange),
                        claimed -> claimed.stream()
                                .map(job -> startedOver.contains(job.id())
                                        ? JobClaimFaults.edited(
                                                job, job.token(), job.attempt() + 1, job.suspect(), job.metadata())
                                        : job)
                                .toList());
            }
        }));
        faults.put(
                "J-77",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                                return super.log(job, afterSequence, limit).stream()
                                        .map(line -> new JobLogEntry(
                                                line.sequence(), line.at(), line.kind(), line.text(), null))
                                        .toList();
                            }
                        })
                        .breakingToo("J-107", "J-122"));
    }

    private static void deleting(Map<String, Fault> faults) {
        faults.put("J-75", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Map<JobId, List<JobLogEntry>> kept = new ConcurrentHashMap<>();

            @Override
            public boolean delete(JobId job) {
                kept.put(job, super.log(job, 0, 100));
                return super.delete(job);
            }

            @Override
            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                return kept.getOrDefault(job, super.log(job, afterSequence, limit));
            }
        }));
        faults.put("J-76", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public boolean delete(JobId job) {
                return super.delete(job) || existed(store, job);
            }
        }));
    }

    private static boolean existed(JobStore sound, JobId job) {
        return sound.find(job).isPresent();
    }
}
