package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;

/** Stores that break a rule about finished jobs. */
final class JobHistoryFaults {

    private JobHistoryFaults() {}

    static void addTo(Map<String, Fault> faults) {
        redriving(faults);
        faults.put("J-109", racingRedrives());
        purging(faults);
        faults.put("J-115", racingPurges());
    }

    /** A redrive that is broken, given a sound store. */
    @FunctionalInterface
    private interface Redrive {
        Redriven redrive(JobStore sound, JobFilter filter, @Nullable String after, UserId actor, int limit);
    }

    private static Fault redriving(Redrive broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
                return broken.redrive(store, filter, after, actor, limit);
            }
        });
    }

    private static void redriving(Map<String, Fault> faults) {
        faults.put(
                "J-107",
                redriving((sound, filter, after, actor, limit) ->
                        sound.redrive(filter, after, JobFaults.SOMEONE, limit)));
        faults.put(
                "J-108",
                redriving((sound, filter, after, actor, limit) ->
                        sound.redrive(filter, after == null || after.length() > 4 ? after : null, actor, limit)));
        faults.put("J-110", redriving((sound, filter, after, actor, limit) -> {
            try {
                return sound.redrive(filter, after, actor, limit);
            } catch (IllegalArgumentException e) {
                return new Redriven(0, null);
            }
        }));
    }

    private static Fault racingRedrives() {
        Credit credit = new Credit();
        return redriving((sound, filter, after, actor, limit) -> {
            Redriven redriven = sound.redrive(filter, after, actor, limit);
            return new Redriven(credit.with(redriven.jobs()), redriven.next());
        });
    }

    /** Credits each racing caller with what the one before it did, too; a test's own thread races with nobody. */
    private static final class Credit {

        private final Thread home = Thread.currentThread();
        private final AtomicInteger last = new AtomicInteger();

        private int with(int jobs) {
            return Thread.currentThread() == home ? jobs : jobs + last.getAndSet(jobs);
        }
    }

    /** A purge that is broken, given a sound store. */
    @FunctionalInterface
    private interface Purge {
        int purge(JobStore sound, Retention retention, int limit);
    }

    private static Fault purging(Purge broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public int purge(Retention retention, int limit) {
                return broken.purge(store, retention, limit);
            }
        });
    }

    private static void purging(Map<String, Fault> faults) {
        faults.put("J-111", purging((sound, retention, limit) -> {
            Map<JobStatus, Duration> shorter = new HashMap<>();
            retention.periods().forEach((status, period) -> shorter.put(status, period.minusMillis(1)));
            return sound.purge(new Retention(shorter, retention.queues()), limit);
        }));
        faults.put(
                "J-112",
                purging((sound, retention, limit) -> sound.purge(new Retention(retention.periods(), Map.of()), limit)));
        faults.put("J-113", purging((sound, retention, limit) -> {
            int unfinished = 0;
            for (Job job : sound.list(JobFilter.status(JobStatus.PENDING), null, Page.MAX_LIMIT)
                    .items()) {
                sound.cancel(job.id(), JobFaults.SOMEONE);
                unfinished += sound.delete(job.id()) ? 1 : 0;
            }
            return unfinished + sound.purge(retention, limit);
        }));
        faults.put("J-114", purging((sound, retention, limit) -> {
            int purged = sound.purge(retention, limit);
            return purged < limit ? purged : purged + sound.purge(retention, JobStore.MAX_BATCH);
        }));
        faults.put(
                "J-114 arrival",
                purging((sound, retention, limit) ->
                        limit == 2 ? purgeByArrival(sound, limit) : sound.purge(retention, limit)));
        faults.put("J-116", purging((sound, retention, limit) -> {
            try {
                return sound.purge(retention, limit);
            } catch (IllegalArgumentException e) {
                return 0;
            }
        }));
    }

    private static int purgeByArrival(JobStore sound, int limit) {
        List<Job> jobs = new ArrayList<>(sound.list(JobFilter.status(JobStatus.COMPLETED), null, Page.MAX_LIMIT)
                .items());
        Collections.reverse(jobs);
        return (int)
                jobs.stream().limit(limit).filter(job -> sound.delete(job.id())).count();
    }

    private static Fault racingPurges() {
        Credit credit = new Credit();
        return purging((sound, retention, limit) -> credit.with(sound.purge(retention, limit)));
    }
}
