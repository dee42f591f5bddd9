package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobStatus;

/** What must be true once a {@link Cluster} has run. */
final class Aftermath {

    /** Whatever is older has ended, unless it never will. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(120);

    private Aftermath() {}

    /** Every job is there and has ended as the store said it did, and each tick that came has its job. */
    static void requireGood(Cluster cluster) {
        Instant old = cluster.storeTime().minus(LONG_ENOUGH);
        cluster.ledger().requireAllKept(job -> job.createdAt().isBefore(old));
        List<Job> jobs = cluster.ledger().entries().stream()
                .map(entry -> Objects.requireNonNullElseGet(
                        entry.purged, () -> cluster.plainStore().find(entry.id).orElseThrow()))
                .toList();
        for (Job job : jobs) {
            if (job.status() == JobStatus.COMPLETED) {
                requireCompletable(cluster, job);
            }
        }
        long made = jobs.stream().filter(job -> job.schedule() != null).count();
        assertThat(jobs).as("jobs taken in").hasSize((int) made + cluster.plan().jobs());
        requireTicks(cluster, made);
    }

    private static void requireCompletable(Cluster cluster, Job job) {
        Promise.NO_STALE_WRITE.require(
                Objects.equals(job.result(), SimNode.result(job.token())), "%s has another run's result", job);
        Behaviour behaviour = cluster.behaviour(job.id());
        Promise.NO_STALE_WRITE.require(
                behaviour != Behaviour.KILLS && behaviour != Behaviour.STALLS,
                "%s, which %s its node, is completed",
                job,
                behaviour);
    }

    /** Missed ticks make one job between them, so there may be fewer jobs than ticks, but not by far. */
    private static void requireTicks(Cluster cluster, long made) {
        long least = cluster.elapsed().dividedBy(Cluster.PERIOD) / 2;
        long most = Duration.between(Cluster.START, cluster.storeTime()).dividedBy(Cluster.PERIOD);
        assertThat(made).as("jobs of %s ticks", most).isBetween(least, most);
    }
}
