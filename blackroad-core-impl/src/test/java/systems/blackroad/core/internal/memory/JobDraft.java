package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;

/** A job as a fault changes it before showing it. */
final class JobDraft {

    JobStatus status;
    int attempt;
    long token;
    Instant dueAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    NodeId node;

    @Nullable
    Payload result;

    @Nullable
    String error;

    Map<String, String> metadata;

    @Nullable
    JobKey key;

    private JobDraft(Job job) {
        status = job.status();
        attempt = job.attempt();
        token = job.token();
        dueAt = job.dueAt();
        startedAt = job.startedAt();
        finishedAt = job.finishedAt();
        node = job.node();
        result = job.result();
        error = job.error();
        metadata = job.metadata();
        key = job.key();
    }

    static Job edited(Job job, Consumer<JobDraft> change) {
        JobDraft draft = new JobDraft(job);
        change.accept(draft);
        return new Job(
                job.id(),
                job.payload(),
                job.queue(),
                job.priority(),
                draft.status,
                draft.attempt,
                job.maxAttempts(),
                draft.token,
                job.createdAt(),
                draft.dueAt,
                draft.startedAt,
                draft.finishedAt,
                draft.node,
                job.progress(),
                draft.result,
                draft.error,
                job.schedule(),
                draft.metadata,
                draft.key);
    }
}
