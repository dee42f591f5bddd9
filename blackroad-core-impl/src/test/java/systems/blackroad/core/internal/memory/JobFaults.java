package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.EnqueueOutcome.Existing;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Tick;

/** For each job rule a store that breaks it: taking in and finding here, the rest by topic. */
final class JobFaults {

    static final UserId SOMEONE = UserId.of("someone");

    private JobFaults() {}

    static Map<String, Fault> all() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        takingIn(faults);
        batches(faults);
        transactions(faults);
        JobUniqueFaults.addTo(faults);
        JobClaimFaults.addTo(faults);
        JobSettleFaults.addTo(faults);
        JobNodeFaults.addTo(faults);
        JobControlFaults.addTo(faults);
        JobScheduleFaults.addTo(faults);
        JobQueryFaults.addTo(faults);
        JobHistoryFaults.addTo(faults);
        JobQueueFaults.addTo(faults);
        return faults;
    }

    /** Shows each job found otherwise than it is. */
    static Fault finding(BiFunction<WatchingJobStore, Job, Job> edit) {
        return Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public Optional<Job> find(JobId job) {
                return super.find(job).map(found -> edit.apply(this, found));
            }
        });
    }

    /** Answers exchanges otherwise than it should. */
    static Fault exchanging(BiFunction<JobStore, Exchange, ExchangeResult> broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                return broken.apply(store, exchange);
            }
        });
    }

    /** Gives other jobs than it claimed. */
    static Fault giving(BiFunction<JobStore, List<ClaimedJob>, List<ClaimedJob>> edit) {
        return exchanging((sound, exchange) -> giving(sound.exchange(exchange), claimed -> edit.apply(sound, claimed)));
    }

    static ExchangeResult giving(ExchangeResult result, UnaryOperator<List<ClaimedJob>> edit) {
        return new ExchangeResult(
                result.settled(), result.nodeLive(), edit.apply(result.claimed()), result.untilNext());
    }

    /** An enqueue that is broken, given a sound store. */
    @FunctionalInterface
    interface Enqueue {
        List<EnqueueOutcome> enqueue(JobStore sound, List<NewJob> batch, @Nullable StoreTransaction transaction);
    }

    static Fault enqueuing(Enqueue broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                return broken.enqueue(store, batch, transaction);
            }
        });
    }

    private static void takingIn(Map<String, Fault> faults) {
        faults.put("J-1", finding((store, job) -> JobDraft.edited(job, draft -> draft.metadata = Map.of())));
        faults.put("J-2", enqueuing((sound, batch, transaction) -> {
            List<EnqueueOutcome> outcomes = sound.enqueue(batch, transaction);
            if (outcomes.get(0) instanceof Existing existing) {
                sound.requeue(existing.job(), SOMEONE);
            }
            return outcomes;
        }));
        faults.put("J-6", racingEnqueues());
        faults.put("J-7", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Map<JobId, Due.At> overdue = new LinkedHashMap<>();

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                batch.forEach(job -> {
                    if (job.due() instanceof Due.At at) {
                        overdue.put(job.id(), at);
                    }
                });
                return super.enqueue(batch, transaction);
            }

            @Override
            public Optional<Job> find(JobId job) {
                return super.find(job)
                        .map(found -> JobDraft.edited(
                                found,
                                draft -> Optional.ofNullable(overdue.get(job))
                                        .ifPresent(at -> draft.dueAt = at.instant())));
            }
        }));
        faults.put("J-12", Fault.jobs(store -> new ForwardingJobStore(store) {
            private boolean wrote;

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                wrote = true;
                return super.enqueue(batch, transaction);
            }

            @Override
            public List<Boolean> tick(List<Tick> ticks) {
                wrote = true;
                return super.tick(ticks);
            }

            @Override
            public Optional<Job> find(JobId job) {
                return wrote ? super.find(job) : Optional.empty();
            }
        }));
    }

    private static Fault racingEnqueues() {
        Overlap overlap = new Overlap();
        return enqueuing((sound, batch, transaction) -> {
            if (batch.stream().anyMatch(job -> job.unique() != null)) {
                return sound.enqueue(batch, transaction);
            }
            try (Overlap.Call call = overlap.enter()) {
                List<EnqueueOutcome> outcomes = sound.enqueue(batch, transaction);
                return call.isShared() ? List.of(new Created(batch.get(0).id())) : outcomes;
            }
        });
    }

    private static void batches(Map<String, Fault> faults) {
        faults.put("J-3", enqueuing((sound, batch, transaction) -> {
            List<EnqueueOutcome> outcomes = new ArrayList<>(sound.enqueue(batch, transaction));
            if (outcomes.size() == 3) {
                Collections.reverse(outcomes);
            }
            return outcomes;
        }));
        faults.put(
                "J-4",
                enqueuing((sound, batch, transaction) -> {
                            Set<JobId> named = new HashSet<>();
                            boolean repeats = !batch.stream().allMatch(job -> named.add(job.id()));
                            List<EnqueueOutcome> outcomes = sound.enqueue(batch, transaction);
                            return repeats
                                    ? outcomes.stream()
                                            .<EnqueueOutcome>map(outcome -> new Created(outcome.job()))
                                            .toList()
                                    : outcomes;
                        })
                        .breakingToo("J-127"));
        faults.put("J-5", enqueuing((sound, batch, transaction) -> {
            if (batch.isEmpty()) {
                return List.of();
            }
            List<EnqueueOutcome> outcomes = new ArrayList<>();
            for (int from = 0; from < batch.size(); from += JobStore.MAX_BATCH) {
                int to = Math.min(batch.size(), from + JobStore.MAX_BATCH);
                outcomes.addAll(sound.enqueue(batch.subList(from, to), transaction));
            }
            return outcomes;
        }));
    }

    private static void transactions(Map<String, Fault> faults) {
        faults.put(
                "J-8",
                enqueuing((sound, batch, transaction) ->
                                transaction instanceof StagingJobStore.Staged staged && !staged.isAutocommit()
                                        ? batch.stream()
                                                .<EnqueueOutcome>map(job -> new Created(job.id()))
                                                .toList()
                                        : sound.enqueue(batch, transaction))
                        .breakingToo("J-130"));
        faults.put("J-9", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Set<JobId> reserved = ConcurrentHashMap.newKeySet();

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                if (transaction != null) {
                    batch.forEach(job -> reserved.add(job.id()));
                } else if (batch.size() == 1 && reserved.contains(batch.get(0).id())) {
                    return List.of(new Existing(batch.get(0).id()));
                }
                return super.enqueue(batch, transaction);
            }
        }));
        faults.put(
                "J-10",
                enqueuing((sound, batch, transaction) ->
                        sound.enqueue(batch, transaction instanceof StagingJobStore.Staged ? transaction : null)));
        faults.put(
                "J-11",
                enqueuing((sound, batch, transaction) -> sound.enqueue(
                        batch,
                        transaction instanceof StagingJobStore.Staged staged && staged.isAutocommit()
                                ? null
                                : transaction)));
    }
}
