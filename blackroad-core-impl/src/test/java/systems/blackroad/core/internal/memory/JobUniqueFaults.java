package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.EnqueueOutcome.Duplicate;
import systems.blackroad.api.job.EnqueueOutcome.Existing;
import systems.blackroad.api.job.EnqueueOutcome.Replaced;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StoreTransaction;

/** Stores that break a rule about unique keys. */
final class JobUniqueFaults {

    private JobUniqueFaults() {}

    static void addTo(Map<String, Fault> faults) {
        holding(faults);
        replacing(faults);
        judging(faults);
        racing(faults);
        faults.put("J-130", Fault.jobs(KeptInTransactions::new));
        faults.put(
                "J-130 early",
                JobFaults.enqueuing((sound, batch, transaction) ->
                        batch.size() == 1 && batch.get(0).id().value().equals("f")
                                ? sound.enqueue(batch, null)
                                : sound.enqueue(batch, transaction)));
        beginningAnew(faults);
    }

    /** What a fault makes of the outcome of one job. */
    @FunctionalInterface
    private interface Edit {
        EnqueueOutcome edit(JobStore sound, NewJob job, UniqueKey unique, EnqueueOutcome outcome);
    }

    /** Answers jobs with unique keys that come alone, outside transactions, otherwise than it should. */
    private static Fault answering(Edit edit) {
        return JobFaults.enqueuing((sound, batch, transaction) -> {
            List<EnqueueOutcome> outcomes = sound.enqueue(batch, transaction);
            UniqueKey unique = batch.isEmpty() ? null : batch.get(0).unique();
            return unique == null || batch.size() > 1 || transaction != null
                    ? outcomes
                    : List.of(edit.edit(sound, batch.get(0), unique, outcomes.get(0)));
        });
    }

    private static boolean stands(JobStore sound, JobId job, JobStatus status) {
        return sound.find(job).filter(found -> found.status() == status).isPresent();
    }

    /** Enqueues with other keys than it was given. */
    private static Fault with(UnaryOperator<UniqueKey> edit) {
        return JobFaults.enqueuing((sound, batch, transaction) -> sound.enqueue(
                batch.stream()
                        .map(job -> job.withUnique(
                                Optional.ofNullable(job.unique()).map(edit).orElse(null)))
                        .toList(),
                transaction));
    }

    private static void holding(Map<String, Fault> faults) {
        faults.put(
                "J-117",
                with(unique ->
                        new UniqueKey(unique.key().toLowerCase(Locale.ROOT), unique.scope(), unique.onConflict())));
        faults.put("J-118", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Set<JobId> asked = ConcurrentHashMap.newKeySet();

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                List<EnqueueOutcome> outcomes = super.enqueue(batch, transaction);
                outcomes.stream().filter(Duplicate.class::isInstance).forEach(outcome -> asked.add(outcome.job()));
                return outcomes;
            }

            @Override
            public Optional<Job> find(JobId job) {
                return super.find(job)
                        .map(found -> JobDraft.edited(
                                found, draft -> draft.attempt = asked.contains(job) ? 1 : draft.attempt));
            }
        }));
        faults.put(
                "J-119",
                with(unique -> unique.scope() == UniqueKey.While.PENDING
                                ? new UniqueKey(unique.key(), UniqueKey.While.LIVE, unique.onConflict())
                                : unique)
                        .breakingToo("J-125"));
        faults.put(
                "J-120",
                Fault.jobs(store -> new Remembering(store) {
                            @Override
                            public CancelOutcome cancel(JobId job, UserId actor) {
                                CancelOutcome outcome = super.cancel(job, actor);
                                keep(job);
                                return outcome;
                            }
                        })
                        .breakingToo("J-131"));
        faults.put(
                "J-121",
                with(unique -> unique.scope() instanceof UniqueKey.Within within
                        ? new UniqueKey(
                                unique.key(),
                                new UniqueKey.Within(within.period().plusMillis(1)),
                                unique.onConflict())
                        : unique));
    }

    private static void replacing(Map<String, Fault> faults) {
        faults.put("J-122", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                return super.log(job, afterSequence, limit).stream()
                        .filter(line -> !line.text().startsWith("replaced"))
                        .toList();
            }
        }));
        faults.put("J-123", answering((sound, job, unique, outcome) -> {
            if (outcome instanceof Duplicate && unique.onConflict() == UniqueKey.OnConflict.REPLACE) {
                sound.enqueue(List.of(job.withUnique(null)), null);
            }
            return outcome;
        }));
        faults.put(
                "J-124",
                answering((sound, job, unique, outcome) -> outcome instanceof Replaced taken
                                && !stands(sound, taken.replaced(), JobStatus.CANCELLED)
                                && !stands(sound, taken.replaced(), JobStatus.PENDING)
                        ? new Duplicate(job.id(), taken.replaced())
                        : outcome));
    }

    private static void judging(Map<String, Fault> faults) {
        faults.put("J-125", answering((sound, job, unique, outcome) -> {
            boolean freeByItsOwnScope = outcome instanceof Duplicate
                    && unique.scope() == UniqueKey.While.PENDING
                    && !stands(sound, outcome.job(), JobStatus.PENDING);
            return freeByItsOwnScope
                    ? sound.enqueue(List.of(job.withUnique(null)), null).get(0)
                    : outcome;
        }));
        faults.put(
                "J-126",
                answering((sound, job, unique, outcome) ->
                        outcome instanceof Existing ? new Duplicate(job.id(), job.id()) : outcome));
        faults.put("J-127", JobFaults.enqueuing((sound, batch, transaction) -> {
            if (batch.stream().allMatch(job -> job.unique() == null)) {
                return sound.enqueue(batch, transaction);
            }
            List<NewJob> backwards = new ArrayList<>(batch);
            Collections.reverse(backwards);
            List<EnqueueOutcome> outcomes = new ArrayList<>(sound.enqueue(backwards, transaction));
            Collections.reverse(outcomes);
            return outcomes;
        }));
    }

    private static void racing(Map<String, Fault> faults) {
        Overlap asking = new Overlap();
        faults.put("J-128", JobFaults.enqueuing((sound, batch, transaction) -> {
            if (batch.isEmpty() || batch.get(0).unique() == null) {
                return sound.enqueue(batch, transaction);
            }
            try (Overlap.Call call = asking.enter()) {
                List<EnqueueOutcome> outcomes = sound.enqueue(batch, transaction);
                return call.isShared() ? List.of(new Created(batch.get(0).id())) : outcomes;
            }
        }));
        Overlap overlap = new Overlap();
        AtomicLong claims = new AtomicLong();
        faults.put("J-129", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange);
                claims.addAndGet(result.claimed().size());
                return result;
            }

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                UniqueKey unique = batch.isEmpty() ? null : batch.get(0).unique();
                if (unique == null || unique.onConflict() == UniqueKey.OnConflict.KEEP) {
                    return super.enqueue(batch, transaction);
                }
                long before = claims.get();
                boolean lost = overlap.holdUntil(() -> claims.get() != before);
                List<EnqueueOutcome> outcomes = super.enqueue(batch, transaction);
                return lost
                        ? List.of(
                                new Replaced(batch.get(0).id(), outcomes.get(0).job()))
                        : outcomes;
            }
        }));
    }

    private static void beginningAnew(Map<String, Fault> faults) {
        faults.put("J-131", Fault.jobs(store -> new Remembering(store) {
            @Override
            public RequeueOutcome requeue(JobId job, UserId actor) {
                keep(job);
                return super.requeue(job, actor);
            }
        }));
        faults.put("J-132", Fault.jobs(store -> new Remembering(store) {
            private final Set<JobId> deleted = ConcurrentHashMap.newKeySet();

            @Override
            public boolean delete(JobId job) {
                deleted.add(job);
                return super.delete(job);
            }

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                batch.stream().map(NewJob::id).filter(deleted::contains).forEach(this::keep);
                return super.enqueue(batch, transaction);
            }
        }));
    }

    /** Remembers who took which key, and lets a fault keep one for a job that does not hold it any more. */
    private static class Remembering extends ForwardingJobStore {

        private final Map<JobId, String> keys = new ConcurrentHashMap<>();
        private final Map<String, JobId> kept = new ConcurrentHashMap<>();

        Remembering(JobStore store) {
            super(store);
        }

        final void keep(JobId job) {
            Optional.ofNullable(keys.get(job)).ifPresent(key -> kept.put(key, job));
        }

        @Override
        public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
            UniqueKey unique = batch.isEmpty() ? null : batch.get(0).unique();
            if (unique == null) {
                return super.enqueue(batch, transaction);
            }
            JobId holder = kept.get(unique.key());
            keys.put(batch.get(0).id(), unique.key());
            return holder == null
                    ? super.enqueue(batch, transaction)
                    : List.of(new Duplicate(batch.get(0).id(), holder));
        }
    }

    /** Takes keys when they are asked for in a transaction, whatever becomes of that. */
    private static final class KeptInTransactions extends ForwardingJobStore {

        private final Map<String, JobId> kept = new ConcurrentHashMap<>();

        KeptInTransactions(JobStore store) {
            super(store);
        }

        @Override
        public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
            UniqueKey unique = batch.isEmpty() ? null : batch.get(0).unique();
            if (unique == null) {
                return super.enqueue(batch, transaction);
            }
            if (transaction != null) {
                kept.putIfAbsent(unique.key(), batch.get(0).id());
            } else if (kept.containsKey(unique.key())) {
                return List.of(new Duplicate(batch.get(0).id(), kept.get(unique.key())));
            }
            return super.enqueue(batch, transaction);
        }
    }
}
