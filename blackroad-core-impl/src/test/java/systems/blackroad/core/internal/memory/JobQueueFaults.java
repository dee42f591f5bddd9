package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Verdict;

/** For each rule about queues a store that breaks it. */
final class JobQueueFaults {

    private static final QueueName BULK = QueueName.of("bulk");
    private static final Set<QueueName> NOT_BULK = Set.of(QueueName.of("other"), QueueName.of("default"));

    private JobQueueFaults() {}

    static void addTo(Map<String, Fault> faults) {
        settings(faults);
        pauses(faults);
        limits(faults);
        order(faults);
        rates(faults);
        others(faults);
    }

    /** Sets other limits than it is told. */
    private static Fault putting(UnaryOperator<QueueLimits> change) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
                return super.putQueue(queue, change.apply(limits), actor);
            }
        });
    }

    private static Fault rating(Duration period) {
        return putting(limits -> limits.withRate(limits.rate()
                .map(rate -> rate.period().equals(period) ? new RateLimit(rate.permits() + 1, period) : rate)
                .orElse(null)));
    }

    /** Takes jobs in otherwise than they are. */
    private static Fault enqueuing(UnaryOperator<NewJob> change) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                return super.enqueue(batch.stream().map(change).toList(), transaction);
            }
        });
    }

    /** Gives no job of one queue any more once {@link #stopped} is set. */
    private static class Stopping extends ForwardingJobStore {

        boolean stopped;

        Stopping(JobStore store) {
            super(store);
        }

        @Override
        public ExchangeResult exchange(Exchange exchange) {
            Claim wish = exchange.wish();
            return super.exchange(
                    stopped && wish != null
                            ? JobClaimFaults.wishing(
                                    exchange, new Claim(wish.types(), wish.limit(), wish.suspects(), NOT_BULK))
                            : exchange);
        }
    }

    private static void settings(Map<String, Fault> faults) {
        faults.put("J-133", JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> draft.key = null)));
        faults.put("J-134", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
                super.pauseQueue(queue, false, actor);
                return super.putQueue(queue, limits, actor);
            }
        }));
        faults.put("J-135", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<QueueSettings> queues() {
                List<QueueSettings> turned = new ArrayList<>(super.queues());
                Collections.reverse(turned);
                return turned;
            }
        }));
        faults.put("J-136", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
                return super.pauseQueue(queue, paused, actor) || paused;
            }
        }));
        faults.put("J-159", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
                try {
                    return super.pauseQueue(queue, paused, actor);
                } catch (RefusedException e) {
                    return true;
                }
            }
        }));
        faults.put("J-156", SessionLifeFaults.outliving().breakingToo("J-104"));
        faults.put("J-156 buckets", Fault.lasting(store -> {
            store.queues().forEach(settings -> {
                store.putQueue(settings.queue(), settings.limits().withRate(null), JobFaults.SOMEONE);
                store.putQueue(settings.queue(), settings.limits(), JobFaults.SOMEONE);
            });
            return store;
        }));
        faults.put("J-156 counts", Fault.lasting(Uncounting::new));
        faults.put("J-157", SessionLifeFaults.mixingNamespaces().breakingToo("J-105"));
    }

    /** Lets, under the limits that it finds when it is opened, as many jobs run as if none ran then. */
    private static final class Uncounting extends ForwardingJobStore {

        private final List<QueueSettings> shown;

        Uncounting(JobStore store) {
            super(store);
            shown = store.queues();
            shown.forEach(this::raise);
        }

        private void raise(QueueSettings settings) {
            JobFilter running = new JobFilter(JobStatus.RUNNING, null, settings.queue());
            int uncounted = super.list(running, null, 200).items().size();
            settings.limits().concurrency().ifPresent(limit -> {
                QueueLimits raised = settings.limits().withConcurrency(limit + uncounted);
                super.putQueue(settings.queue(), raised, JobFaults.SOMEONE);
            });
        }

        @Override
        public List<QueueSettings> queues() {
            return shown.isEmpty() ? super.queues() : shown;
        }
    }

    private static void pauses(Map<String, Fault> faults) {
        faults.put(
                "J-137",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
                                boolean changed = super.pauseQueue(queue, paused, actor);
                                if (paused && anyClaimed()) {
                                    super.pauseQueue(queue, false, actor);
                                }
                                return changed;
                            }

                            private boolean anyClaimed() {
                                return super.list(JobFilter.ALL, null, 10).items().stream()
                                        .anyMatch(job -> job.token() > 0);
                            }
                        })
                        .breakingToo("J-151"));
        faults.put(
                "J-138",
                JobFaults.giving((sound, claimed) -> {
                            List<ClaimedJob> turned = new ArrayList<>(claimed);
                            if (claimed.size() == 4) {
                                Collections.reverse(turned);
                            }
                            return turned;
                        })
                        .breakingToo("J-16"));
    }

    private static void limits(Map<String, Fault> faults) {
        faults.put(
                "J-139",
                putting(limits -> limits.withConcurrency(
                        limits.concurrency().isEmpty()
                                ? null
                                : limits.concurrency().getAsInt() == 3
                                        ? 4
                                        : limits.concurrency().getAsInt())));
        faults.put(
                "J-140",
                Fault.jobs(store -> new Stopping(store) {
                            private boolean limited;

                            @Override
                            public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
                                limited = queue.equals(BULK)
                                        && limits.concurrency().orElse(0) == 1;
                                return super.putQueue(queue, limits, actor);
                            }

                            @Override
                            public ExchangeResult exchange(Exchange exchange) {
                                ExchangeResult result = super.exchange(exchange);
                                stopped |= limited
                                        && result.claimed().stream()
                                                .anyMatch(job -> job.queue().equals(BULK));
                                return result;
                            }
                        })
                        .breakingToo("J-141", "J-153", "J-154"));
        faults.put(
                "J-141",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(
                                exchange.settlements().isEmpty() ? exchange : JobClaimFaults.wishing(exchange, null)))
                        .breakingToo("J-37", "J-38"));
        faults.put(
                "J-142",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                                HeartbeatResult result = super.heartbeat(heartbeat);
                                return new HeartbeatResult(
                                        result.live(),
                                        heartbeat.held().keySet(),
                                        result.cancelRequested(),
                                        result.storeTime());
                            }
                        })
                        .breakingToo("J-52"));
        faults.put(
                "J-143",
                putting(settings ->
                        settings.keyConcurrency().orElse(0) == 2 ? settings.withKeyConcurrency(3) : settings));
    }

    private static void order(Map<String, Fault> faults) {
        faults.put(
                "J-144",
                enqueuing(job -> job.key() == null
                                ? job
                                : job.withKey(JobKey.of(job.key().name())))
                        .breakingToo("J-133", "J-145", "J-146", "J-147", "J-153", "J-155", "J-156"));
        faults.put("J-145", Fault.jobs(store -> new ForwardingJobStore(store) {
            /** Lets a job that was put back begin anew. */
            private void beginAnew(JobId id) {
                if (id.value().equals("a")
                        && super.find(id).map(Job::key).filter(JobKey::ordered).isPresent()) {
                    super.cancel(id, JobFaults.SOMEONE);
                    super.requeue(id, JobFaults.SOMEONE);
                }
            }

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange);
                for (Settlement settlement : exchange.settlements()) {
                    if (settlement.verdict() instanceof Verdict.Retry
                            || settlement.verdict() instanceof Verdict.Released) {
                        beginAnew(settlement.job());
                    }
                }
                return result;
            }

            @Override
            public List<JobId> rescue(int limit) {
                List<JobId> rescued = super.rescue(limit);
                rescued.forEach(this::beginAnew);
                return rescued;
            }
        }));
        faults.put("J-146", Fault.jobs(store -> new Stopping(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange);
                stopped |= exchange.settlements().stream()
                        .filter(end -> end.verdict() instanceof Verdict.Completed && end.token() == 1)
                        .map(Settlement::job)
                        .filter(job -> Set.of("a", "completed").contains(job.value()))
                        .anyMatch(job -> super.find(job)
                                .map(Job::key)
                                .filter(JobKey::ordered)
                                .isPresent());
                return result;
            }
        }));
        faults.put(
                "J-147",
                enqueuing(job -> job.id().value().startsWith("free")
                        ? job.withKey(
                                JobKey.ordered(Objects.requireNonNull(job.key()).name()))
                        : job));
    }

    private static void rates(Map<String, Fault> faults) {
        faults.put("J-148", rating(Duration.ofSeconds(1)).breakingToo("J-151"));
        faults.put("J-149", rating(Duration.ofSeconds(4)));
        faults.put("J-150", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
                super.putQueue(queue, limits.withRate(null), actor);
                return super.putQueue(queue, limits, actor);
            }

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                if (exchange.settlements().stream().anyMatch(end -> end.verdict() instanceof Verdict.Released)) {
                    super.queues()
                            .forEach(settings -> putQueue(settings.queue(), settings.limits(), JobFaults.SOMEONE));
                }
                return super.exchange(exchange);
            }
        }));
        faults.put(
                "J-151",
                JobFaults.exchanging((sound, exchange) -> {
                            ExchangeResult result = sound.exchange(exchange);
                            Duration next = result.nextDue()
                                    .filter(wait -> wait.compareTo(Duration.ofSeconds(2)) > 0)
                                    .orElse(null);
                            return new ExchangeResult(result.settled(), result.nodeLive(), result.claimed(), next);
                        })
                        .breakingToo("J-25"));
    }

    private static void others(Map<String, Fault> faults) {
        faults.put(
                "J-152",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(exchange.claim()
                                .map(wish -> JobClaimFaults.wishing(
                                        exchange, new Claim(wish.types(), wish.limit(), wish.suspects())))
                                .orElse(exchange)))
                        .breakingToo("J-151"));
        faults.put(
                "J-153",
                JobFaults.giving((sound, claimed) -> {
                            boolean behindMany = sound.counts().getOrDefault(JobStatus.PENDING, 0L) > 100;
                            boolean behindUnknown = Stream.of("unknown", "alien")
                                    .map(type -> new JobFilter(JobStatus.PENDING, type, null))
                                    .anyMatch(filter ->
                                            !sound.list(filter, null, 1).items().isEmpty());
                            return behindMany || behindUnknown ? List.of() : claimed;
                        })
                        .breakingToo("J-18"));
        faults.put("J-154", Fault.jobs(store -> new Stopping(store) {
            @Override
            public CancelOutcome cancel(JobId job, UserId actor) {
                CancelOutcome outcome = super.cancel(job, actor);
                stopped |= outcome == CancelOutcome.CANCELLED && job.value().equals("b");
                return outcome;
            }
        }));
        faults.put(
                "J-155",
                Fault.jobs(store -> new JobQueryFaults.Hinting(store, true)).breakingToo("J-101"));
        faults.put(
                "J-158",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(exchange.claim()
                        .filter(wish -> wish.limit() == 50)
                        .map(wish -> JobClaimFaults.wishing(
                                exchange, new Claim(wish.types(), 5, wish.suspects(), wish.queues())))
                        .orElse(exchange))));
    }
}
