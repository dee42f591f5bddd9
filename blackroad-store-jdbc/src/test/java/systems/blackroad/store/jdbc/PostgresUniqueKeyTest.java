package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.testkit.store.CallerTransactions;

@Tag("server")
final class PostgresUniqueKeyTest extends ServerUniqueKeyChecks {

    private static final int JOBS = 2_000;
    private static final int ASKED = 200;

    @Override
    JdbcFixture newFixture() {
        return new PostgresFixture();
    }

    @Test
    void an_id_that_appears_while_its_enqueue_waits_leaves_its_key_to_the_next() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Storage storage = open();
                CallerTransactions.Caller caller =
                        fixture().transactions().orElseThrow().begin()) {
            JobStore jobs = storage.jobs();
            jobs.enqueue(List.of(Samples.job("x")), caller.transaction());
            UniqueKey key = UniqueKey.whileLive("k");
            List<NewJob> batch = List.of(keyed("x", key), keyed("y", key), keyed("z", key.replacing()));
            Future<List<EnqueueOutcome>> outcomes = thread.submit(() -> jobs.enqueue(batch, null));
            awaitOneWaits();
            caller.commit();
            assertThat(outcomes.get(30, TimeUnit.SECONDS))
                    .containsExactly(
                            new EnqueueOutcome.Existing(JobId.of("x")),
                            new EnqueueOutcome.Created(JobId.of("y")),
                            new EnqueueOutcome.Replaced(JobId.of("z"), JobId.of("y")));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void what_is_asked_of_a_key_is_found_by_indexes() throws Exception {
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            for (int from = 0; from < JOBS; from += JobStore.MAX_BATCH) {
                jobs.enqueue(
                        IntStream.range(from, from + JobStore.MAX_BATCH)
                                .mapToObj(i -> keyed("j" + i, UniqueKey.whileLive("k" + i)))
                                .toList(),
                        null);
            }
        }
        await("select n_tup_ins from pg_stat_user_tables where relname = 'uniq_unique_key'", JOBS);
        long before = rowsRead();
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            for (int i = 0; i < ASKED; i++) {
                UniqueKey key = UniqueKey.whileLive("k" + i);
                jobs.enqueue(List.of(keyed("d" + i, key)), null);
                jobs.enqueue(List.of(keyed("r" + i, key.replacing())), null);
                jobs.cancel(JobId.of("r" + i), ADA);
                assertThat(jobs.delete(JobId.of("r" + i))).isTrue();
            }
        }
        await("select n_tup_del from pg_stat_user_tables where relname = 'uniq_job'", ASKED);
        assertThat(rowsRead() - before)
                .as("rows read for a duplicate, a replacement, a cancellation and a deletion")
                .isLessThanOrEqualTo(20L * ASKED);
    }

    private long rowsRead() throws SQLException {
        return number("select coalesce(sum(coalesce(idx_tup_fetch, 0) + seq_tup_read), 0) from pg_stat_user_tables"
                + " where relname in ('uniq_unique_key', 'uniq_job', 'uniq_ready', 'uniq_deferred', 'uniq_lease',"
                + " 'uniq_done')");
    }

    private void awaitOneWaits() throws SQLException {
        await("select count(distinct pid) from pg_locks where not granted", 1);
    }

    private void await(String query, long count) throws SQLException {
        long end = System.nanoTime() + fixture().patience().toNanos();
        while (number(query) < count) {
            assertThat(System.nanoTime()).as("waits for " + query).isLessThan(end);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(fixture().url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
