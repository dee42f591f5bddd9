package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Verdict;

/** What the end of a run means for its job in a {@link ModelStore}. */
final class ModelVerdicts {

    private final @Nullable Defect defect;

    ModelVerdicts(@Nullable Defect defect) {
        this.defect = defect;
    }

    private boolean has(Defect planted) {
        return defect == planted;
    }

    void apply(ModelJob job, Verdict verdict, Instant now) {
        if (verdict instanceof Verdict.Completed completed) {
            job.result = completed.result();
            job.finish(JobStatus.COMPLETED, now);
        } else if (verdict instanceof Verdict.Failed failed) {
            fail(job, failed.error());
            job.finish(JobStatus.FAILED, now);
        } else if (verdict instanceof Verdict.Retry retry) {
            fail(job, retry.error());
            job.lost = false;
            job.suspect = false;
            job.forgotten = has(Defect.FORGETS_RETRIES);
            job.await(ModelJob.dueAt(retry.due(), now), now, !has(Defect.FORGETS_CANCELS));
        } else if (verdict instanceof Verdict.Cancelled) {
            job.finish(JobStatus.CANCELLED, now);
        } else {
            putBack(job, now);
        }
    }

    private void fail(ModelJob job, String error) {
        job.attempt += job.suspect && !has(Defect.SUSPECTS_COUNTED_TWICE) ? 0 : 1;
        job.error = error;
    }

    /** Puts a job back for which no attempt counts. */
    void putBack(ModelJob job, Instant now) {
        job.token -= has(Defect.REUSES_TOKENS) ? 1 : 0;
        if (has(Defect.RELEASES_COUNTED)) {
            job.attempt += job.suspect ? 0 : 1;
        } else {
            job.attempt -= job.suspect ? 1 : 0;
        }
        job.await(now, now, true);
    }
}
