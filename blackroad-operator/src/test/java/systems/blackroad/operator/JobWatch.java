package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Storage;

/** Waits for what the store says of a job; it tells nobody of a status, so it is asked again and again. */
final class JobWatch {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(50);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private JobWatch() {}

    /** The job once it is {@code status}. */
    static Job await(Storage storage, JobId id, JobStatus status) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        Job job = storage.jobs().find(id).orElseThrow();
        while (job.status() != status && System.nanoTime() - end < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while job " + id + " was " + job.status());
            }
            LockSupport.parkNanos(PAUSE);
            job = storage.jobs().find(id).orElseThrow();
        }
        assertThat(job.status()).as("status of job %s", id).isEqualTo(status);
        return job;
    }
}
