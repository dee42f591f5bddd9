package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;
import systems.blackroad.api.store.StoreTransaction;

/** Stores that break a rule about queries, epochs, hints or their life. */
final class JobQueryFaults {

    private JobQueryFaults() {}

    static void addTo(Map<String, Fault> faults) {
        lists(faults);
        ranges(faults);
        counts(faults);
        logs(faults);
        hints(faults);
        life(faults);
    }

    private static void lists(Map<String, Fault> faults) {
        faults.put(
                "J-91",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public Optional<Job> find(JobId job) {
                                List<Job> others =
                                        super.list(JobFilter.ALL, null, 2).items();
                                return super.find(job)
                                        .or(() -> others.size() == 2 ? Optional.of(others.get(0)) : Optional.empty());
                            }
                        })
                        .breakingToo("J-123"));
        faults.put("J-92", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
                Page<Job> page = super.list(filter, after, limit);
                List<Job> turned = new ArrayList<>(page.items());
                if (limit == 2) {
                    Collections.reverse(turned);
                }
                return new Page<>(turned, page.next());
            }
        }));
        faults.put("J-93", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
                return super.list(
                        filter.status() == null ? filter : new JobFilter(filter.status(), null, filter.queue()),
                        after,
                        limit);
            }
        }));
        faults.put("J-98", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Page<JobSchedule> schedules(@Nullable String after, int limit) {
                Page<JobSchedule> page = super.schedules(after, limit);
                return new Page<>(
                        page.items().stream()
                                .sorted(Comparator.comparing(
                                        schedule -> schedule.id().value().toUpperCase(Locale.ROOT)))
                                .toList(),
                        page.next());
            }
        }));
    }

    private static void ranges(Map<String, Fault> faults) {
        faults.put("J-94", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
                try {
                    return super.list(filter, after, limit);
                } catch (IllegalArgumentException e) {
                    return new Page<>(List.of(), null);
                }
            }
        }));
    }

    private static void counts(Map<String, Fault> faults) {
        faults.put(
                "J-95",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public Map<JobStatus, Long> counts() {
                                Map<JobStatus, Long> counts = new HashMap<>(super.counts());
                                counts.computeIfPresent(JobStatus.PENDING, (status, count) -> Math.max(0, count - 1));
                                return counts;
                            }
                        })
                        .breakingToo("J-107", "J-153"));
    }

    private static void logs(Map<String, Fault> faults) {
        faults.put("J-96", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                return super.log(job, limit == 100 && afterSequence > 0 ? afterSequence - 1 : afterSequence, limit);
            }
        }));
        faults.put("J-97", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                return super.log(job, limit == Page.MAX_LIMIT ? Math.max(afterSequence, 700) : afterSequence, limit);
            }
        }));
    }

    /** Passes on only hints of own writes, or only those of others: memory calls listeners on the writer's thread. */
    static final class Hinting extends ForwardingJobStore {

        private final boolean own;
        private boolean writing;

        Hinting(JobStore store, boolean own) {
            super(store);
            this.own = own;
        }

        @Override
        public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
            writing = true;
            try {
                return super.enqueue(batch, transaction);
            } finally {
                writing = false;
            }
        }

        @Override
        public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
            writing = true;
            try {
                return super.redrive(filter, after, actor, limit);
            } finally {
                writing = false;
            }
        }

        @Override
        public HintSubscription hints(HintListener listener) {
            return super.hints(keys -> {
                if (writing == own) {
                    listener.onHint(keys);
                }
            });
        }
    }

    private static void hints(Map<String, Fault> faults) {
        faults.put("J-100", Fault.jobs(store -> new Hinting(store, false)));
        faults.put("J-101", Fault.jobs(store -> new Hinting(store, true)).breakingToo("J-155"));
        faults.put("J-102", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();

            @Override
            public HintSubscription hints(HintListener listener) {
                return super.hints(keys -> {
                    try {
                        listener.onHint(keys);
                    } catch (RuntimeException e) {
                        thrown.set(e);
                    }
                });
            }

            @Override
            public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
                List<EnqueueOutcome> outcomes = super.enqueue(batch, transaction);
                Optional.ofNullable(thrown.get()).ifPresent(failure -> {
                    throw failure;
                });
                return outcomes;
            }
        }));
    }

    private static void life(Map<String, Fault> faults) {
        faults.put("J-99", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public void newEpoch() {
                counts();
            }
        }));
        faults.put("J-103", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Durability durability() {
                return Durability.D2;
            }
        }));
        faults.put("J-104", SessionLifeFaults.outliving().breakingToo("J-156"));
        faults.put("J-105", SessionLifeFaults.mixingNamespaces().breakingToo("J-157"));
    }
}
