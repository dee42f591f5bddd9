package systems.blackroad.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * db-scheduler as its documentation advises for many jobs a second: polling by lock-and-fetch, where it has that, which is on
 * PostgreSQL; by fetching and locking each before it runs elsewhere.
 */
final class DbSchedulerEngine implements JobEngine {

    static final String SETTINGS =
            "lock-and-fetch 4.0/20.0, 20 threads, polling 100 ms, immediate execution, HikariCP 24,"
                    + " reWriteBatchedInserts, documented table without the index for priorities";

    private static final int THREADS = 20;
    private static final double LOWER_LIMIT = 4.0;
    private static final double UPPER_LIMIT = 20.0;
    private static final Duration POLL = Duration.ofMillis(100);

    private final HikariDataSource source;
    private final OneTimeTask<Void> task;
    private final Scheduler scheduler;

    DbSchedulerEngine(String url, IntConsumer handler) {
        this.source = Pools.open(url, Pools.CONNECTIONS);
        String kind = url.split(":")[1];
        new ResourceDatabasePopulator(new ClassPathResource("db-scheduler-" + kind + ".sql")).execute(source);
        this.task = Tasks.oneTime("count")
                .execute((instance, context) -> handler.accept(Integer.parseInt(instance.getId())));
        SchedulerBuilder builder = Scheduler.create(source, task)
                .threads(THREADS)
                .pollingInterval(POLL)
                .enableImmediateExecution();
        if (kind.equals("mariadb")) {
            builder.alwaysPersistTimestampInUTC();
        }
        this.scheduler = kind.equals("postgresql")
                ? builder.pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT).build()
                : builder.pollUsingFetch(LOWER_LIMIT, UPPER_LIMIT).build();
    }

    @Override
    public void enqueue(int job) {
        scheduler.schedule(instance(job), Instant.now());
    }

    @Override
    public void enqueue(int first, int count) {
        List<TaskInstance<?>> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(instance(first + i));
        }
        scheduler.scheduleBatch(batch, Instant.now());
    }

    private TaskInstance<Void> instance(int job) {
        return task.instance(Integer.toString(job));
    }

    @Override
    public String table() {
        return "scheduled_tasks";
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
        source.close();
    }
}
