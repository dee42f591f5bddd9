package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Stores that break a rule about settlements or notes. */
final class JobSettleFaults {

    private JobSettleFaults() {}

    static void addTo(Map<String, Fault> faults) {
        ends(faults);
        answers(faults);
        exchanges(faults);
        notes(faults);
    }

    private static void ends(Map<String, Fault> faults) {
        faults.put("J-28", JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> draft.result = null)));
        faults.put(
                "J-29",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.FAILED && "it broke".equals(job.error())) {
                        draft.finishedAt = null;
                    }
                })));
        faults.put(
                "J-30",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.PENDING) {
                        draft.error = null;
                    }
                })));
        faults.put(
                "J-31",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.CANCELLED && job.startedAt() != null) {
                        draft.finishedAt = null;
                    }
                })));
        faults.put(
                "J-32",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.status() == JobStatus.PENDING && store.released.contains(job.id())) {
                        draft.node = NodeId.of("still-there");
                    }
                })));
        faults.put(
                "J-39",
                JobFaults.finding((store, job) -> JobDraft.edited(job, draft -> {
                    if (job.error() != null && job.error().endsWith("…")) {
                        draft.error = job.error().substring(0, JobLogEntry.MAX_TEXT_LENGTH - 1);
                    }
                })));
    }

    /** The answer to a settlement that is broken, given a sound store. */
    @FunctionalInterface
    private interface Answer {
        Acceptance to(JobStore sound, Settlement settlement, Acceptance right);
    }

    private static Fault answering(Answer broken) {
        return JobFaults.exchanging((sound, exchange) -> {
            ExchangeResult result = sound.exchange(exchange);
            List<Acceptance> settled = new ArrayList<>();
            for (int i = 0; i < result.settled().size(); i++) {
                settled.add(broken.to(
                        sound, exchange.settlements().get(i), result.settled().get(i)));
            }
            return new ExchangeResult(settled, result.nodeLive(), result.claimed(), result.untilNext());
        });
    }

    private static boolean stands(JobStore sound, Settlement settlement, JobStatus status) {
        Optional<Job> job = sound.find(settlement.job());
        return job.isPresent() && job.get().status() == status && job.get().token() == settlement.token();
    }

    private static void answers(Map<String, Fault> faults) {
        faults.put(
                "J-33",
                answering((sound, settlement, right) ->
                        right == Acceptance.REPEATED && settlement.verdict() instanceof Verdict.Failed
                                ? Acceptance.STALE
                                : right));
        faults.put(
                "J-34",
                answering((sound, settlement, right) ->
                        sound.find(settlement.job()).map(Job::token).orElse(Long.MAX_VALUE) < settlement.token()
                                ? Acceptance.ACCEPTED
                                : right));
        faults.put(
                "J-35",
                answering((sound, settlement, right) ->
                                right == Acceptance.STALE && stands(sound, settlement, JobStatus.PENDING)
                                        ? Acceptance.REPEATED
                                        : right)
                        .breakingToo("J-163"));
        faults.put(
                "J-36",
                answering((sound, settlement, right) ->
                        right == Acceptance.STALE && stands(sound, settlement, JobStatus.RUNNING)
                                ? Acceptance.ACCEPTED
                                : right));
    }

    private static void exchanges(Map<String, Fault> faults) {
        faults.put(
                "J-106",
                JobFaults.exchanging((sound, exchange) -> sound.exchange(new Exchange(
                        exchange.node(),
                        exchange.pipe(),
                        exchange.sequence(),
                        exchange.settlements().stream()
                                .map(JobSettleFaults::withoutInstant)
                                .toList(),
                        exchange.wish()))));
        faults.put("J-37", JobFaults.exchanging((sound, exchange) -> {
            ExchangeResult result = sound.exchange(exchange);
            return result.settled().contains(Acceptance.STALE)
                    ? JobFaults.giving(result, claimed -> List.of())
                    : result;
        }));
        faults.put(
                "J-38",
                JobFaults.exchanging((sound, exchange) -> {
                            if (exchange.wish() == null
                                    || exchange.settlements().size() != 1) {
                                return sound.exchange(exchange);
                            }
                            ExchangeResult claimed = sound.exchange(new Exchange(
                                    exchange.node(), exchange.pipe(), exchange.sequence(), List.of(), exchange.wish()));
                            ExchangeResult settled =
                                    sound.exchange(new Exchange(exchange.node(), 0, exchange.settlements(), null));
                            return new ExchangeResult(
                                    settled.settled(), claimed.nodeLive(), claimed.claimed(), claimed.untilNext());
                        })
                        .breakingToo("J-141"));
        faults.put("J-40", Fault.jobs(store -> new ForwardingJobStore(store) {
            private final Overlap overlap = new Overlap();

            @Override
            public ExchangeResult exchange(Exchange exchange) {
                if (exchange.wish() != null || exchange.settlements().size() != 1) {
                    return super.exchange(exchange);
                }
                try (Overlap.Call call = overlap.enter()) {
                    ExchangeResult result = super.exchange(exchange);
                    return call.isShared()
                            ? new ExchangeResult(
                                    List.of(Acceptance.ACCEPTED),
                                    result.nodeLive(),
                                    result.claimed(),
                                    result.untilNext())
                            : result;
                }
            }
        }));
    }

    private static Settlement withoutInstant(Settlement settlement) {
        return settlement.verdict() instanceof Verdict.Retry retry && retry.due() instanceof Due.At
                ? new Settlement(settlement.job(), settlement.token(), new Verdict.Retry(Due.NOW, retry.error()))
                : settlement;
    }

    private static Fault noting(UnaryOperator<LeaseNote> edit) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<Acceptance> note(List<LeaseNote> notes) {
                return super.note(notes.stream().map(edit).toList());
            }
        });
    }

    private static void notes(Map<String, Fault> faults) {
        faults.put(
                "J-41",
                noting(note -> note instanceof LeaseNote.Progress progress
                        ? new LeaseNote.Progress(progress.job(), progress.token(), progress.fraction(), null)
                        : note));
        faults.put("J-42", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
                return super.log(job, afterSequence, limit).stream()
                        .map(line -> new JobLogEntry(
                                line.sequence(),
                                line.at(),
                                line.kind(),
                                line.text().replace("…", ""),
                                line.actor()))
                        .toList();
            }
        }));
        faults.put("J-43", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<Acceptance> note(List<LeaseNote> notes) {
                List<Acceptance> answers = super.note(notes);
                return notes.size() == 1 ? List.of(Acceptance.ACCEPTED) : answers;
            }
        }));
        faults.put("J-44", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<Acceptance> note(List<LeaseNote> notes) {
                if (notes.isEmpty() || notes.size() > MAX_BATCH) {
                    return List.of();
                }
                List<Acceptance> answers = super.note(notes);
                return notes.size() == 3 ? Collections.nCopies(3, Acceptance.STALE) : answers;
            }
        }));
    }
}
