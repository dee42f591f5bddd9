package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;

/** Stores that break a rule about claims. */
final class JobClaimFaults {

    private JobClaimFaults() {}

    static void addTo(Map<String, Fault> faults) {
        order(faults);
        wishes(faults);
        claimedJobs(faults);
        nodes(faults);
        repeats(faults);
        pipes(faults);
    }

    private static void order(Map<String, Fault> faults) {
        faults.put(
                "J-13",
                JobFaults.giving((sound, claimed) -> {
                            Instant now = sound.dueSchedules(1).storeTime();
                            return claimed.stream()
                                    .filter(job -> job.token() > 1
                                            || !job.dueAt().equals(now)
                                            || createdAt(sound, job).equals(now))
                                    .toList();
                        })
                        .breakingToo("J-147"));
        faults.put(
                "J-14",
                JobFaults.giving((sound, claimed) -> sorted(
                                claimed,
                                Comparator.comparing(job ->
                                        sound.find(job.id()).map(Job::priority).orElse(0))))
                        .breakingToo("J-138", "J-144", "J-153"));
        faults.put(
                "J-15",
                JobFaults.giving((sound, claimed) ->
                        sorted(claimed, Comparator.comparing(ClaimedJob::dueAt).reversed())));
        faults.put(
                "J-16",
                JobFaults.giving((sound, claimed) -> {
                            List<ClaimedJob> turned = new ArrayList<>(claimed);
                            if (claimed.size() == 4) {
                                Collections.reverse(turned);
                            }
                            return turned;
                        })
                        .breakingToo("J-138"));
    }

    private static Instant createdAt(JobStore sound, ClaimedJob job) {
        return sound.find(job.id()).map(Job::createdAt).orElse(Instant.MIN);
    }

    private static List<ClaimedJob> sorted(List<ClaimedJob> claimed, Comparator<ClaimedJob> order) {
        return claimed.stream().sorted(order).toList();
    }

    static Exchange wishing(Exchange exchange, @Nullable Claim wish) {
        return new Exchange(exchange.node(), exchange.pipe(), exchange.sequence(), exchange.settlements(), wish);
    }

    private static void wishes(Map<String, Fault> faults) {
        faults.put(
                "J-17",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(exchange.claim()
                                .filter(wish -> wish.limit() == 3)
                                .map(wish -> wishing(exchange, new Claim(wish.types(), 10, wish.suspects())))
                                .orElse(exchange)))
                        .breakingToo("J-139"));
        faults.put(
                "J-18",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(exchange.claim()
                        .filter(wish -> wish.types().contains("other"))
                        .map(wish -> {
                            Set<String> types = new HashSet<>(wish.types());
                            types.add("unknown");
                            return wishing(exchange, new Claim(types, wish.limit(), wish.suspects()));
                        })
                        .orElse(exchange))));
        faults.put(
                "J-24",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(
                        exchange.wish() == null && exchange.settlements().isEmpty() && exchange.sequence() == 1
                                ? wishing(exchange, new Claim(Set.of("mail"), 1, false))
                                : exchange)));
        faults.put(
                "J-25",
                JobFaults.exchanging((sound, exchange) -> {
                            ExchangeResult result = sound.exchange(exchange);
                            return new ExchangeResult(result.settled(), result.nodeLive(), result.claimed(), null);
                        })
                        .breakingToo("J-151"));
    }

    static ClaimedJob edited(ClaimedJob job, long token, int attempt, boolean suspect, Map<String, String> metadata) {
        return new ClaimedJob(
                job.id(),
                job.payload(),
                job.queue(),
                token,
                attempt,
                job.maxAttempts(),
                suspect,
                job.dueAt(),
                metadata);
    }

    private static void claimedJobs(Map<String, Fault> faults) {
        faults.put(
                "J-19",
                JobFaults.giving((sound, claimed) -> claimed.stream()
                        .map(job -> edited(job, job.token(), job.attempt(), job.suspect(), Map.of()))
                        .toList()));
        faults.put("J-20", JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> draft.startedAt = null)));
        faults.put("J-21", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Map<JobId, Integer> claims = new ConcurrentHashMap<>();

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                return JobFaults.giving(
                        super.exchange(exchange),
                        claimed -> claimed.stream()
                                .map(job -> claims.merge(job.id(), 1, Integer::sum) < 5
                                        ? job
                                        : edited(job, job.token() - 1, job.attempt(), job.suspect(), job.metadata()))
                                .toList());
            }
        }));
        faults.put(
                "J-22",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            private final Overlap overlap = new Overlap();
                            private final Queue<ClaimedJob> given = new ConcurrentLinkedQueue<>();

                            @Override
                            public ExchangeResult exchange(Exchange exchange) {
                                if (exchange.wish() == null) {
                                    return super.exchange(exchange);
                                }
                                try (Overlap.Call call = overlap.enter()) {
                                    return JobFaults.giving(super.exchange(exchange), claimed -> {
                                        ClaimedJob twice = call.isShared() ? given.poll() : null;
                                        given.addAll(claimed);
                                        List<ClaimedJob> all = new ArrayList<>(claimed);
                                        if (twice != null) {
                                            all.add(twice);
                                        }
                                        return all;
                                    });
                                }
                            }
                        })
                        .breakingToo("J-139", "J-143", "J-144", "J-149"));
    }

    private static void nodes(Map<String, Fault> faults) {
        faults.put("J-23", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Set<NodeId> known = ConcurrentHashMap.newKeySet();

            @Override
            public HeartbeatResult heartbeat(Heartbeat heartbeat) {
                known.add(heartbeat.node());
                return super.heartbeat(heartbeat);
            }

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                ExchangeResult result = super.exchange(exchange);
                return known.contains(exchange.node())
                        ? result
                        : new ExchangeResult(result.settled(), true, result.claimed(), result.untilNext());
            }
        }));
    }

    private static String number(Exchange exchange) {
        return exchange.node() + " " + exchange.sequence();
    }

    private static void repeats(Map<String, Fault> faults) {
        faults.put(
                "J-26",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            private final Set<String> seen = ConcurrentHashMap.newKeySet();

                            @Override
                            public ExchangeResult exchange(Exchange exchange) {
                                boolean repeated = !seen.add(number(exchange));
                                ExchangeResult result = super.exchange(exchange);
                                return repeated ? JobFaults.giving(result, claimed -> List.of()) : result;
                            }
                        })
                        .breakingToo("J-150", "J-162"));
        faults.put(
                "J-27",
                Fault.jobs(store -> new ForwardingJobStore(store) {
                            private final Set<String> seen = ConcurrentHashMap.newKeySet();
                            private final Map<NodeId, Long> last = new ConcurrentHashMap<>();

                            @Override
                            public ExchangeResult exchange(Exchange exchange) {
                                boolean repeated = !seen.add(number(exchange));
                                long highest = last.merge(exchange.node(), exchange.sequence(), Math::max);
                                return super.exchange(
                                        exchange.wish() == null || repeated || exchange.sequence() == highest
                                                ? exchange
                                                : new Exchange(
                                                        exchange.node(),
                                                        exchange.pipe(),
                                                        highest + 1,
                                                        exchange.settlements(),
                                                        exchange.wish()));
                            }
                        })
                        .breakingToo("J-162"));
    }

    private static void pipes(Map<String, Fault> faults) {
        faults.put(
                "J-162",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(new Exchange(
                        exchange.node(), 0, exchange.sequence(), exchange.settlements(), exchange.wish()))));
        faults.put("J-163", JobFaults.exchanging((sound, exchange) -> {
            ExchangeResult result = sound.exchange(exchange);
            boolean live = result.nodeLive() || exchange.pipe() > 0;
            return new ExchangeResult(result.settled(), live, result.claimed(), result.untilNext());
        }));
    }
}
