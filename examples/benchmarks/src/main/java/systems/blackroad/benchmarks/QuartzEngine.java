package systems.blackroad.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** Quartz, clustered, with triggers acquired in batches: one durable job, and a trigger for each of its runs. */
final class QuartzEngine implements JobEngine {

    static final String SETTINGS = "JobStoreTX clustered, 20 threads, batchTriggerAcquisitionMaxCount 100,"
            + " acquireTriggersWithinLock, fire-ahead window 1 s, idleWaitTime 1 s, one durable job with a trigger each,"
            + " HikariCP 24";

    private static final ClassPathResource TABLES =
            new ClassPathResource("org/quartz/impl/jdbcjobstore/tables_postgres.sql");
    private static final JobKey COUNT = JobKey.jobKey("count");

    private final Scheduler scheduler;
    private final JobDetail detail =
            JobBuilder.newJob(Counter.class).withIdentity(COUNT).storeDurably().build();

    QuartzEngine(String url, IntConsumer handler) throws Exception {
        makeTables(url);
        this.scheduler = new StdSchedulerFactory(properties(url)).getScheduler();
        scheduler.setJobFactory((fired, in) -> new Counter(handler));
        scheduler.addJob(detail, true);
    }

    /** Gives the number on, which is the trigger's name. */
    static final class Counter implements Job {

        private final IntConsumer handler;

        private Counter(IntConsumer handler) {
            this.handler = handler;
        }

        @Override
        public void execute(JobExecutionContext context) {
            handler.accept(Integer.parseInt(context.getTrigger().getKey().getName()));
        }
    }

    /** By Quartz's own script, which drops what is there; so only the first node may. */
    private static void makeTables(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            if (!connection
                    .getMetaData()
                    .getTables(null, null, "qrtz_triggers", null)
                    .next()) {
                ScriptUtils.executeSqlScript(connection, TABLES);
            }
        }
    }

    private static Properties properties(String url) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "benchmark"),
                Map.entry("org.quartz.scheduler.instanceId", "AUTO"),
                Map.entry("org.quartz.scheduler.skipUpdateCheck", "true"),
                Map.entry("org.quartz.scheduler.idleWaitTime", "1000"),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "100"),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionFireAheadTimeWindow", "1000"),
                Map.entry("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool"),
                Map.entry("org.quartz.threadPool.threadCount", "20"),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                Map.entry("org.quartz.jobStore.isClustered", "true"),
                Map.entry("org.quartz.jobStore.acquireTriggersWithinLock", "true"),
                Map.entry("org.quartz.jobStore.dataSource", "jobs"),
                Map.entry("org.quartz.dataSource.jobs.provider", "hikaricp"),
                Map.entry("org.quartz.dataSource.jobs.driver", "org.postgresql.Driver"),
                Map.entry("org.quartz.dataSource.jobs.URL", url + "&reWriteBatchedInserts=true"),
                Map.entry("org.quartz.dataSource.jobs.maxConnections", Integer.toString(Pools.CONNECTIONS))));
        return properties;
    }

    @Override
    public void enqueue(int job) throws SchedulerException {
        scheduler.scheduleJob(trigger(job));
    }

    @Override
    public void enqueue(int first, int count) throws SchedulerException {
        Set<Trigger> triggers = IntStream.range(first, first + count)
                .mapToObj(QuartzEngine::trigger)
                .collect(Collectors.toSet());
        scheduler.scheduleJobs(Map.of(detail, triggers), true);
    }

    private static Trigger trigger(int job) {
        return TriggerBuilder.newTrigger()
                .withIdentity(Integer.toString(job))
                .forJob(COUNT)
                .startNow()
                .build();
    }

    @Override
    public String table() {
        return "qrtz_triggers";
    }

    @Override
    public void start() throws SchedulerException {
        scheduler.start();
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz did not shut down", e);
        }
    }
}
