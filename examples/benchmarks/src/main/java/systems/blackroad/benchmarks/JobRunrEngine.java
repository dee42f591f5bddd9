package systems.blackroad.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr's open-source edition with job requests, which need no look into bytecode. */
final class JobRunrEngine implements JobEngine {

    static final String SETTINGS =
            "PostgresStorageProvider, JobRequest handlers, 500 workers (virtual threads where the"
                    + " JVM has them), poll 5 s, its least on SQL, HikariCP 24, reWriteBatchedInserts";

    private static final int WORKERS = 500;
    private static final int POLL_SECONDS = 5;

    private final HikariDataSource source;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;

    JobRunrEngine(String url, IntConsumer handler) {
        this.source = Pools.open(url, Pools.CONNECTIONS);
        JsonMapper json = new JacksonJsonMapper();
        this.storage = new PostgresStorageProvider(source);
        storage.setJobMapper(new JobMapper(json));
        this.scheduler = new JobRequestScheduler(storage);
        Counter counter = new Counter(handler);
        this.server = new BackgroundJobServer(
                storage,
                json,
                new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(counter);
                    }
                },
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollIntervalInSeconds(POLL_SECONDS)
                        .andWorkerCount(WORKERS));
    }

    /**
     * A job.
     *
     * @param job its number
     */
    public record Count(int job) implements JobRequest {

        @Override
        public Class<Counter> getJobRequestHandler() {
            return Counter.class;
        }
    }

    /** Gives the number on; JobRunr calls it by reflection, and so it is public. */
    public static final class Counter implements JobRequestHandler<Count> {

        private final IntConsumer handler;

        private Counter(IntConsumer handler) {
            this.handler = handler;
        }

        @Override
        public void run(Count request) {
            handler.accept(request.job());
        }
    }

    @Override
    public void enqueue(int job) {
        scheduler.enqueue(new Count(job));
    }

    @Override
    public void enqueue(int first, int count) {
        scheduler.enqueue(IntStream.range(first, first + count).mapToObj(Count::new));
    }

    @Override
    public String table() {
        return "jobrunr_jobs";
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.stop();
        storage.close();
        source.close();
    }
}
