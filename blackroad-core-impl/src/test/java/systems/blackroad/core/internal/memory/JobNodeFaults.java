package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;

/** Stores that break a rule about nodes, rescue or suspects. */
final class JobNodeFaults {

    private JobNodeFaults() {}

    static void addTo(Map<String, Fault> faults) {
        nodes(faults);
        leases(faults);
        reconciling(faults);
        rescue(faults);
        suspects(faults);
    }

    private static Fault beating(BiFunction<WatchingJobStore, HeartbeatResult, HeartbeatResult> edit) {
        return Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                return edit.apply(this, super.heartbeat(heartbeat));
            }
        });
    }

    /** Gives each job otherwise than it is. */
    private static Fault rewriting(BiFunction<WatchingJobStore, ClaimedJob, ClaimedJob> edit) {
        return Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public ExchangeResult exchange(Exchange exchange) {
                return JobFaults.giving(
                        super.exchange(exchange),
                        claimed -> claimed.stream()
                                .map(job -> edit.apply(this, job))
                                .toList());
            }
        });
    }

    private static void nodes(Map<String, Fault> faults) {
        faults.put("J-45", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobNode> nodes() {
                return super.nodes().stream()
                        .map(node -> new JobNode(
                                node.id(),
                                "somewhere",
                                node.version(),
                                node.startedAt(),
                                node.leaseUntil(),
                                node.live(),
                                node.runningJobs()))
                        .toList();
            }
        }));
        faults.put("J-55", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobNode> nodes() {
                List<JobNode> turned = new ArrayList<>(super.nodes());
                Collections.reverse(turned);
                return turned;
            }
        }));
    }

    private static void leases(Map<String, Fault> faults) {
        faults.put(
                "J-46",
                beating((store, result) -> new HeartbeatResult(
                        result.live(),
                        result.lost(),
                        result.cancelRequested(),
                        result.storeTime().plusMillis(1))));
        faults.put("J-47", Fault.jobs(store -> new WatchingJobStore(store) {
            private boolean rescuedOnce;

            @Override
            public List<JobId> rescue(int limit) {
                rescuedOnce = true;
                return super.rescue(limit);
            }

            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                HeartbeatResult result = super.heartbeat(heartbeat);
                return rescuedOnce || left.contains(heartbeat.node()) ? result : alive(result);
            }
        }));
        faults.put("J-48", Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                HeartbeatResult result = super.heartbeat(heartbeat);
                return left.contains(heartbeat.node()) ? alive(result) : result;
            }
        }));
        faults.put(
                "J-52",
                beating((store, result) ->
                        new HeartbeatResult(result.live(), Set.of(), result.cancelRequested(), result.storeTime())));
        faults.put(
                "J-53",
                beating((store, result) ->
                        new HeartbeatResult(result.live(), result.lost(), Set.of(), result.storeTime())));
    }

    private static HeartbeatResult alive(HeartbeatResult result) {
        return new HeartbeatResult(true, result.lost(), result.cancelRequested(), result.storeTime());
    }

    private static Heartbeat through(Heartbeat heartbeat, long through) {
        return new Heartbeat(
                heartbeat.node(), heartbeat.host(), heartbeat.version(), heartbeat.lease(), through, heartbeat.held());
    }

    private static void reconciling(Map<String, Fault> faults) {
        // Whatever is left with a node that does not hold it is also repeated to it.
        faults.put(
                "J-49",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            @Override
                            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                                return super.heartbeat(heartbeat.held().isEmpty() ? heartbeat : through(heartbeat, 0));
                            }
                        })
                        .breakingToo("J-26", "J-163"));
        faults.put("J-50", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                return super.heartbeat(
                        heartbeat.through() == 0 ? heartbeat : through(heartbeat, heartbeat.through() + 1));
            }
        }));
        faults.put("J-51", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                if (heartbeat.through() > 0) {
                    others(store, heartbeat.node())
                            .forEach(other -> super.heartbeat(
                                    new Heartbeat(other, "", "", Duration.ofSeconds(1), Long.MAX_VALUE, Map.of())));
                }
                return super.heartbeat(heartbeat);
            }
        }));
        faults.put("J-54", Fault.jobs(store -> new WatchingJobStore(store) {
            @Override
            public void leave(NodeId node) {
                if (left.contains(node)) {
                    others(store, node).forEach(store::leave);
                }
                super.leave(node);
            }
        }));
    }

    /** The nodes that run a job, without {@code node}. */
    private static Set<NodeId> others(JobStore sound, NodeId node) {
        return sound.nodes().stream()
                .filter(other -> other.runningJobs() > 0 && !other.id().equals(node))
                .map(JobNode::id)
                .collect(Collectors.toSet());
    }

    private static void rescue(Map<String, Fault> faults) {
        faults.put(
                "J-56",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.PENDING && store.rescued.contains(job.id())) {
                        draft.dueAt = job.dueAt().plusSeconds(3600);
                    }
                })));
        faults.put("J-57", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobId> rescue(int limit) {
                return super.rescue(limit == 2 ? 1000 : limit);
            }
        }));
        faults.put(
                "J-62",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.FAILED && store.rescued.contains(job.id())) {
                        draft.error = null;
                    }
                })));
        faults.put("J-64", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Overlap overlap = new Overlap();
            private volatile @Nullable List<JobId> last;

            @Override
            public List<JobId> rescue(int limit) {
                try (Overlap.Call call = overlap.enter()) {
                    List<JobId> rescued = super.rescue(limit);
                    List<JobId> before = last;
                    if (!rescued.isEmpty()) {
                        last = rescued;
                    }
                    return call.isShared() && rescued.isEmpty() && before != null ? before : rescued;
                }
            }
        }));
    }

    private static void suspects(Map<String, Fault> faults) {
        faults.put(
                "J-58",
                JobFaults.exchanging((sound, exchange) -> {
                            boolean onceClaimed =
                                    sound.list(JobFilter.status(JobStatus.PENDING), null, 10).items().stream()
                                            .anyMatch(job -> job.token() == 2);
                            return sound.exchange(exchange.claim()
                                    .filter(wish -> onceClaimed && wish.limit() == 10)
                                    .map(wish -> JobClaimFaults.wishing(
                                            exchange, new Claim(wish.types(), wish.limit(), true)))
                                    .orElse(exchange));
                        })
                        .breakingToo("J-145", "J-152"));
        faults.put("J-160", rewriting((store, job) -> {
            int lost = store.rescued.contains(job.id()) && job.token() == 2 ? 1 : 0;
            return JobClaimFaults.edited(job, job.token(), job.attempt() + lost, job.suspect(), job.metadata());
        }));
        faults.put("J-161", Fault.jobs(store -> new WatchingJobStore(store) {
            private boolean forgotten;

            @Override
            public List<JobId> rescue(int limit) {
                List<JobId> ended = super.rescue(limit);
                forgotten = ended.stream().anyMatch(released::contains);
                return ended;
            }

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange.claim()
                        .filter(wish -> forgotten)
                        .map(wish -> JobClaimFaults.wishing(exchange, new Claim(wish.types(), wish.limit(), true)))
                        .orElse(exchange));
                return JobFaults.giving(
                        result, claimed -> claimed.stream().map(this::marked).toList());
            }

            private ClaimedJob marked(ClaimedJob job) {
                boolean suspect = job.suspect() || (retried.contains(job.id()) && startedOver.contains(job.id()));
                return JobClaimFaults.edited(job, job.token(), job.attempt(), suspect, job.metadata());
            }
        }));
        faults.put(
                "J-59",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(exchange.claim()
                                .filter(wish -> wish.limit() == 10)
                                .map(wish -> JobClaimFaults.wishing(
                                        exchange, new Claim(wish.types(), wish.limit(), false, wish.queues())))
                                .orElse(exchange)))
                        .breakingToo("J-137", "J-145", "J-152"));
        faults.put(
                "J-60",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (store.suspectRuns.contains(job.id()) && store.failed.contains(job.id())) {
                        draft.attempt = job.attempt() + 1;
                    }
                })));
        faults.put(
                "J-61",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (store.suspectRuns.contains(job.id()) && store.released.contains(job.id())) {
                        draft.attempt = job.attempt() + 1;
                    }
                })));
        faults.put("J-63", rewriting((store, job) -> {
            boolean suspect = store.suspectRuns.contains(job.id()) && store.retried.contains(job.id());
            return JobClaimFaults.edited(job, job.token(), job.attempt(), job.suspect() || suspect, job.metadata());
        }));
    }
}
