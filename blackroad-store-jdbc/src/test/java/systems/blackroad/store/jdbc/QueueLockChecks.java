package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Verdict;
import systems.blackroad.testkit.store.CallerTransactions;

/** What becomes of queues whose rows, or whose jobs, someone else has locked, on servers with many writers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class QueueLockChecks {

    private static final NodeId NODE = NodeId.of("n");
    private static final UserId ADA = UserId.of("ada");
    private static final QueueName MAIN = QueueName.of("main");
    private static final Duration CALL = Duration.ofSeconds(5);
    /** As many as take longer than a transaction does from one lock to the next. */
    private static final int LOOKS = 300;

    private JdbcFixture fixture;
    private long sequence;

    abstract JdbcFixture newFixture();

    @BeforeEach
    void makeFixture() {
        fixture = newFixture();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private Storage open() {
        return fixture.open(StorageOptions.builder()
                .namespace("locks")
                .clock(fixture.clock())
                .callTimeout(CALL)
                .build());
    }

    private CallerTransactions.Caller caller() {
        return fixture.transactions().orElseThrow().begin();
    }

    private static NewJob ordered(String id) {
        return Samples.job(id).withKey(JobKey.ordered("k"));
    }

    /** The jobs that are given now, asked for as often as the answer says that there may be more. */
    private List<ClaimedJob> given(JobStore jobs, Settlement... settlements) {
        List<ClaimedJob> given = new ArrayList<>();
        List<Settlement> settled = List.of(settlements);
        ExchangeResult result;
        do {
            Claim wish = new Claim(Set.of("report"), 10, false);
            result = jobs.exchange(new Exchange(NODE, ++sequence, settled, wish));
            given.addAll(result.claimed());
            settled = List.of();
        } while (result.nextDue().map(Duration::isZero).orElse(false));
        return given;
    }

    private static Settlement completed(ClaimedJob run) {
        return new Settlement(run.id(), run.token(), new Verdict.Completed(null));
    }

    private static void assertIds(List<ClaimedJob> given, String... ids) {
        assertThat(given).extracting(job -> job.id().value()).containsExactly(ids);
    }

    @Test
    void a_job_that_someone_had_locked_when_its_key_had_room_starts_once_it_is_looked_after() {
        checkLocked(JobKey.of("k"));
    }

    @Test
    void an_ordered_job_that_someone_had_locked_when_it_was_next_starts_once_it_is_looked_after() {
        checkLocked(JobKey.ordered("k"));
    }

    private void checkLocked(JobKey key) {
        UniqueKey unique = UniqueKey.whilePending("u");
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            jobs.putQueue(MAIN, QueueLimits.NONE.withKeyConcurrency(1), ADA);
            jobs.heartbeat(Samples.heartbeat(NODE));
            NewJob first = Samples.job("first").withKey(key);
            NewJob next = Samples.job("next").withKey(key).withUnique(unique);
            jobs.enqueue(List.of(first, next), null);
            List<ClaimedJob> runs = given(jobs);
            assertIds(runs, "first");
            try (CallerTransactions.Caller caller = caller()) {
                NewJob other = Samples.job("other").withUnique(unique);
                assertThat(jobs.enqueue(List.of(other), caller.transaction()))
                        .containsExactly(new EnqueueOutcome.Duplicate(JobId.of("other"), JobId.of("next")));
                assertIds(given(jobs, completed(runs.get(0))));
                jobs.rescue(10);
                assertIds(given(jobs));
                caller.rollback();
            }
            jobs.rescue(10);
            assertIds(given(jobs), "next");
        }
    }

    @Test
    void lanes_are_looked_after_while_a_callers_transaction_leaves_others() {
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            jobs.heartbeat(Samples.heartbeat(NODE));
            UniqueKey unique = UniqueKey.whilePending("u");
            UniqueKey other = UniqueKey.whilePending("v");
            jobs.enqueue(List.of(ordered("head").withUnique(unique), ordered("next")), null);
            try (CallerTransactions.Caller caller = caller()) {
                jobs.enqueue(List.of(Samples.job("new").withUnique(unique.replacing())), caller.transaction());
                assertIds(given(jobs));
                caller.commit();
            }
            jobs.enqueue(
                    List.of(Samples.job("else").withKey(JobKey.ordered("l")).withUnique(other)), null);
            try (CallerTransactions.Caller caller = caller()) {
                jobs.enqueue(List.of(Samples.job("newer").withUnique(other.replacing())), caller.transaction());
                jobs.rescue(10);
                assertThat(given(jobs)).extracting(job -> job.id().value()).contains("next");
                caller.rollback();
            }
        }
    }

    @Test
    void who_takes_a_waiting_job_away_locks_its_queue_though_nobody_claimed_there_before() throws SQLException {
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            jobs.enqueue(List.of(ordered("a"), ordered("b")), null);
            jobs.cancel(JobId.of("a"), ADA);
            try (Connection connection = DriverManager.getConnection(fixture.url());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from locks_queue where name = 'main'")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
    }

    /** Takes jobs in, runs them, and has them fail. */
    private void fail(JobStore jobs, NewJob... some) {
        jobs.heartbeat(Samples.heartbeat(NODE));
        jobs.enqueue(List.of(some), null);
        for (ClaimedJob run : given(jobs)) {
            given(jobs, new Settlement(run.id(), run.token(), new Verdict.Failed("no")));
        }
    }

    private static int redrive(JobStore jobs) {
        return jobs.redrive(JobFilter.status(JobStatus.FAILED), null, ADA, 10).jobs();
    }

    /** As who replaces a job does: the other way round, the two would wait for each other. */
    @Test
    void a_redrive_takes_unique_keys_before_it_locks_a_queue() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Storage storage = open();
                Connection connection = DriverManager.getConnection(fixture.url());
                Connection looking = DriverManager.getConnection(fixture.url())) {
            JobStore jobs = storage.jobs();
            fail(jobs, ordered("a").withUnique(UniqueKey.whilePending("u")));
            connection.setAutoCommit(false);
            assertThat(free(connection, "locks_queue", "main")).isTrue();
            Future<Integer> redriven = other.submit(() -> redrive(jobs));
            long end = System.nanoTime() + CALL.toNanos();
            boolean taken = false;
            while (!taken && System.nanoTime() - end < 0) {
                taken = !free(looking, "locks_unique_key", "u");
            }
            connection.rollback();
            assertThat(redriven.get(CALL.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(taken).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void who_needs_several_queues_makes_missing_rows_before_any_is_locked() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Storage storage = open();
                Connection connection = DriverManager.getConnection(fixture.url());
                Connection looking = DriverManager.getConnection(fixture.url())) {
            JobStore jobs = storage.jobs();
            NewJob later = Samples.job("later", QueueName.of("zoo")).withKey(JobKey.ordered("k"));
            fail(jobs, ordered("a").withUnique(UniqueKey.whilePending("u")), later);
            try (Statement statement = looking.createStatement()) {
                assertThat(statement.executeUpdate("delete from locks_queue where name = 'zoo'"))
                        .isEqualTo(1);
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("insert into locks_queue (name) values ('zoo')");
            }
            Future<Integer> redriven = other.submit(() -> redrive(jobs));
            while (!redriven.isDone() && free(looking, "locks_unique_key", "u")) {
                Thread.onSpinWait();
            }
            boolean locked = false;
            for (int look = 0; look < LOOKS; look++) {
                locked |= !free(looking, "locks_queue", "main");
            }
            connection.rollback();
            assertThat(redriven.get(CALL.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(locked)
                    .as("a queue is locked by whoever waits for the row of another")
                    .isFalse();
        } finally {
            other.shutdownNow();
        }
    }

    /** Locks a row unless someone else has, until the transaction ends; whether it could. */
    private static boolean free(Connection connection, String table, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select name from " + table + " where name = '" + name + "' for update skip locked")) {
            return row.next();
        }
    }
}
