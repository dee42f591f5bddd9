package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.operator.BlackRoadJobs;

/** An operator of this library, at its defaults but for the number of jobs that run at once. */
final class BlackRoadEngine implements JobEngine {

    static final String SETTINGS = "defaults (4 connections, lease 10 s, poll 1 s, JSON payload, history kept), at most"
            + " 1,000 jobs at once, durability D2 required";

    private static final int JOBS_AT_ONCE = 1_000;

    private final Storage storage;
    private final JobType<Integer> type;
    private final Operator operator;

    BlackRoadEngine(String url, IntConsumer handler) {
        this.storage = Storages.open(
                url, StorageOptions.builder().requireDurability(Durability.D2).build());
        this.type = JobType.named("count", Integer.class).handledBy((job, run) -> {
            handler.accept(job);
            return null;
        });
        this.operator = BlackRoadJobs.operator(storage)
                .register(type)
                .maxConcurrentJobs(JOBS_AT_ONCE)
                .build();
    }

    @Override
    public void enqueue(int job) {
        operator.enqueue(type, job);
    }

    @Override
    public void enqueue(int first, int count) {
        List<JobRequest<Integer>> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(JobRequest.of(type, first + i));
        }
        operator.enqueue(batch, null);
    }

    @Override
    public String table() {
        return "blackroad_job";
    }

    @Override
    public void start() {
        operator.start();
    }

    @Override
    public void close() {
        operator.close();
        storage.close();
    }
}
