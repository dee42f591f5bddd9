package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.testkit.store.CallerTransactions;

/** What servers with many writers promise of unique keys. */
abstract class ServerUniqueKeyChecks extends UniqueKeyChecks {

    private static final int ROUNDS = 10;
    private static final int KEYS = 40;
    private static final NodeId NODE = NodeId.of("n");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void a_waiting_job_that_keeps_another_out_is_not_claimed_before_the_callers_transaction_ends() {
        UniqueKey key = UniqueKey.whilePending("k");
        try (Storage storage = open()) {
            JobStore jobs = storage.jobs();
            jobs.enqueue(List.of(keyed("a", key)), null);
            jobs.heartbeat(Samples.heartbeat(NODE));
            try (CallerTransactions.Caller caller =
                    fixture().transactions().orElseThrow().begin()) {
                assertThat(jobs.enqueue(List.of(keyed("b", key)), caller.transaction()))
                        .containsExactly(new EnqueueOutcome.Duplicate(JobId.of("b"), JobId.of("a")));
                assertThat(claim(jobs, 1).claimed()).isEmpty();
                caller.commit();
            }
            // Claims go on from where they ended, and look from the start again a little later.
            assertThat(jobs.enqueue(List.of(keyed("c", key)), null))
                    .containsExactly(new EnqueueOutcome.Duplicate(JobId.of("c"), JobId.of("a")));
            long end = System.nanoTime() + fixture().patience().toNanos();
            long sequence = 2;
            while (claim(jobs, sequence++).claimed().isEmpty()) {
                assertThat(System.nanoTime()).as("waits for the claim of a").isLessThan(end);
            }
        }
    }

    private static ExchangeResult claim(JobStore jobs, long sequence) {
        return jobs.exchange(new Exchange(NODE, sequence, List.of(), new Claim(Set.of("report"), 10, false)));
    }

    @Test
    void callers_that_take_the_same_keys_in_opposite_orders_wait_and_do_not_deadlock() throws Exception {
        try (Storage storage = open()) {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                List<Callable<List<EnqueueOutcome>>> callers = new ArrayList<>();
                for (String side : List.of("l", "r")) {
                    List<NewJob> batch = new ArrayList<>();
                    for (int i = 0; i < KEYS; i++) {
                        String key = round + "-" + i;
                        batch.add(keyed(side + key, UniqueKey.whileLive(key)));
                    }
                    if (side.equals("r")) {
                        Collections.reverse(batch);
                    }
                    callers.add(() -> inTransaction(storage.jobs(), batch, start));
                }
                long taken = 0;
                for (Future<List<EnqueueOutcome>> caller : threads.invokeAll(callers)) {
                    taken += caller.get().stream()
                            .filter(EnqueueOutcome.Created.class::isInstance)
                            .count();
                }
                assertThat(taken).isEqualTo(KEYS);
            }
        }
    }

    private List<EnqueueOutcome> inTransaction(JobStore jobs, List<NewJob> batch, CyclicBarrier start)
            throws Exception {
        try (CallerTransactions.Caller caller =
                fixture().transactions().orElseThrow().begin()) {
            start.await(30, TimeUnit.SECONDS);
            List<EnqueueOutcome> outcomes = jobs.enqueue(batch, caller.transaction());
            caller.commit();
            return outcomes;
        }
    }
}
