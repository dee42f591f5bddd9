package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** What is kept of unique keys, on any database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class UniqueKeyChecks {

    static final UserId ADA = UserId.of("ada");
    private static final int MANY = 300;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private JdbcFixture fixture;

    abstract JdbcFixture newFixture();

    @BeforeEach
    void makeFixture() {
        fixture = newFixture();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    final JdbcFixture fixture() {
        return fixture;
    }

    final Storage open() {
        return fixture.open(StorageOptions.builder()
                .namespace("uniq")
                .clock(fixture.clock())
                .callTimeout(JdbcStoreChecks.PATIENT)
                .build());
    }

    static NewJob keyed(String id, UniqueKey key) {
        return Samples.job(id).withUnique(key);
    }

    /** Many jobs whose keys are held for a minute. */
    private static List<NewJob> many(String prefix) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> keyed(prefix + i, UniqueKey.within(PERIOD, prefix + i)))
                .toList();
    }

    @Test
    void rows_of_periods_that_are_over_are_removed_as_keys_are_taken() throws SQLException {
        try (Storage storage = open()) {
            storage.jobs().enqueue(many("old"), null);
            assertThat(rows()).isEqualTo(MANY);
            fixture.clock().advance(PERIOD.minusMillis(1));
            storage.jobs().enqueue(many("new"), null);
            assertThat(rows()).isEqualTo(2 * MANY);
            fixture.clock().advance(Duration.ofMillis(1));
            storage.jobs().enqueue(many("newest"), null);
            assertThat(rows()).isEqualTo(2 * MANY);
        }
    }

    @Test
    void rows_of_keys_go_with_their_jobs() throws SQLException {
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            jobs.enqueue(
                    List.of(keyed("a", UniqueKey.whileLive("k")), keyed("b", UniqueKey.within(PERIOD, "p"))), null);
            assertThat(jobs.enqueue(List.of(keyed("a", UniqueKey.whileLive("free"))), null))
                    .containsExactly(new EnqueueOutcome.Existing(JobId.of("a")));
            assertThat(rows()).isEqualTo(2);
            for (JobId job : List.of(JobId.of("a"), JobId.of("b"))) {
                jobs.cancel(job, ADA);
                assertThat(jobs.delete(job)).isTrue();
            }
            assertThat(rows()).as("the period of b goes on").isEqualTo(1);
            jobs.enqueue(List.of(keyed("c", UniqueKey.whileLive("k"))), null);
            jobs.cancel(JobId.of("c"), ADA);
            jobs.requeue(JobId.of("c"), ADA);
            assertThat(rows()).isEqualTo(1);
            jobs.enqueue(List.of(keyed("d", UniqueKey.whileLive("k"))), null);
            jobs.cancel(JobId.of("d"), ADA);
            jobs.redrive(JobFilter.status(JobStatus.CANCELLED), null, ADA, 10);
            assertThat(rows()).isEqualTo(1);
            jobs.enqueue(List.of(keyed("e", UniqueKey.whileLive("k"))), null);
            jobs.cancel(JobId.of("e"), ADA);
            assertThat(rows()).isEqualTo(2);
            assertThat(jobs.purge(new Retention(Map.of(JobStatus.CANCELLED, Duration.ZERO), Map.of()), 10))
                    .isEqualTo(1);
            assertThat(rows()).isEqualTo(1);
        }
    }

    @Test
    void who_replaces_a_job_tells_of_its_queue_where_another_may_start() {
        Set<String> told = ConcurrentHashMap.newKeySet();
        UniqueKey key = UniqueKey.whilePending("k");
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            HintSubscription hints = jobs.hints(told::addAll);
            NewJob first = keyed("first", key).withKey(JobKey.ordered("lane"));
            jobs.enqueue(List.of(first, Samples.job("next").withKey(JobKey.ordered("lane"))), null);
            told.clear();
            NewJob newcomer = Samples.job("newcomer");
            jobs.enqueue(
                    List.of(new NewJob(
                                    newcomer.id(),
                                    newcomer.payload(),
                                    QueueName.of("other"),
                                    0,
                                    newcomer.due(),
                                    3,
                                    "ada",
                                    null,
                                    Map.of())
                            .withUnique(key.replacing())),
                    null);
            assertThat(told).contains("main", "other");
            hints.close();
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from uniq_unique_key")) {
            row.next();
            return row.getLong(1);
        }
    }
}
