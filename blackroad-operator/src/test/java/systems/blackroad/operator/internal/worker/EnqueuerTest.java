package systems.blackroad.operator.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EnqueuerTest {

    private static final int CALLERS = 50;

    private final Storage storage = Storages.open("memory:");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<Thread> callers = new CopyOnWriteArrayList<>();
    private final CountDownLatch atStore = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    /** In nanoseconds; a call of the store takes {@link #callTakes}. */
    private final AtomicLong clock = new AtomicLong();

    private volatile long callTakes;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private volatile ErrorCode refusal = ErrorCode.STORE_REFUSED;

    @AfterEach
    void close() {
        threads.shutdownNow();
        storage.close();
    }

    @Test
    void a_lone_caller_goes_to_the_store_on_its_own_thread() {
        open.countDown();
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get);

        assertThat(enqueuer.enqueue(job("a"))).isEqualTo(new EnqueueOutcome.Created(JobId.of("a")));
        assertThat(enqueuer.enqueue(job("a"))).isEqualTo(new EnqueueOutcome.Existing(JobId.of("a")));

        assertThat(batches).containsExactly(1, 1);
        assertThat(callers).containsOnly(Thread.currentThread());
    }

    @Test
    void callers_that_wait_share_one_commit() throws InterruptedException {
        List<CompletableFuture<EnqueueOutcome>> outcomes = enqueueTogether("");

        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).join()).isEqualTo(new EnqueueOutcome.Created(JobId.of("job-" + i)));
        }
        assertThat(batches).containsExactly(1, CALLERS);
    }

    @Test
    void as_many_as_went_together_are_waited_for() throws InterruptedException {
        callTakes = TimeUnit.HOURS.toNanos(1);
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, TimeUnit.HOURS.toNanos(1));
        enqueueTogether(enqueuer).forEach(CompletableFuture::join);
        List<CompletableFuture<EnqueueOutcome>> back = new ArrayList<>();
        for (int i = 1; i < CALLERS; i++) {
            back.add(enqueue(enqueuer, "back-" + i));
        }
        await(() -> enqueuer.waiting() == CALLERS - 2);
        assertThat(batches).as("one waits for one more").containsExactly(1, CALLERS);

        back.add(enqueue(enqueuer, "back-" + CALLERS));
        back.forEach(outcome -> outcome.orTimeout(20, TimeUnit.SECONDS).join());
        assertThat(batches).containsExactly(1, CALLERS, CALLERS);
    }

    @Test
    void nobody_is_waited_for_before_a_store_that_answers_at_once() throws InterruptedException {
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, TimeUnit.HOURS.toNanos(1));
        enqueueTogether(enqueuer).forEach(CompletableFuture::join);
        enqueuer.enqueue(job("back"));
        assertThat(batches).containsExactly(1, CALLERS, 1);
    }

    @Test
    void a_wait_ends_after_its_time_and_one_less_is_waited_for_each_time() throws InterruptedException {
        callTakes = 4;
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, TimeUnit.HOURS.toNanos(1));
        enqueueTogether(enqueuer).forEach(CompletableFuture::join);
        for (int i = 1; i < CALLERS; i++) {
            enqueuer.enqueue(job("back-" + i));
        }
        callTakes = TimeUnit.DAYS.toNanos(1);
        enqueuer.enqueue(job("slow"));
        enqueuer.enqueue(job("after-a-slow-one"));
        assertThat(batches).hasSize(CALLERS + 3).endsWith(1, 1);
    }

    @Test
    void an_interrupt_ends_a_wait_and_is_kept() throws InterruptedException {
        callTakes = TimeUnit.HOURS.toNanos(1);
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, TimeUnit.HOURS.toNanos(1));
        enqueueTogether(enqueuer).forEach(CompletableFuture::join);
        Thread.currentThread().interrupt();
        callTakes = 0;
        try {
            assertThat(enqueuer.enqueue(job("back"))).isInstanceOf(EnqueueOutcome.Created.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STORE_REFUSED", "STORE_UNSUPPORTED", "INVALID_VALUE"})
    void a_job_that_the_store_refuses_fails_alone(ErrorCode code) throws InterruptedException {
        refusal = code;
        List<CompletableFuture<EnqueueOutcome>> outcomes = enqueueTogether("job-7");

        for (int i = 0; i < outcomes.size(); i++) {
            CompletableFuture<EnqueueOutcome> outcome = outcomes.get(i);
            if (i == 7) {
                assertThatThrownBy(outcome::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(RefusedException.class);
            } else {
                assertThat(outcome.join()).isEqualTo(new EnqueueOutcome.Created(JobId.of("job-" + i)));
            }
        }
    }

    @Test
    void a_lost_answer_is_unknown_to_every_caller_of_its_commit_and_to_no_other() throws InterruptedException {
        List<CompletableFuture<EnqueueOutcome>> outcomes = enqueueTogether("lost");

        assertThat(outcomes.get(0).join()).isInstanceOf(EnqueueOutcome.Created.class);
        for (CompletableFuture<EnqueueOutcome> outcome : outcomes.subList(1, outcomes.size())) {
            assertThatThrownBy(outcome::join).hasCauseInstanceOf(UnknownOutcomeException.class);
        }
        assertThat(storage.jobs().find(JobId.of("job-1")))
                .as("it happened all the same")
                .isPresent();
    }

    @Test
    void jobs_with_unique_keys_go_alone_and_two_at_a_time_and_no_other_waits_behind_them() throws InterruptedException {
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, 1);
        List<CompletableFuture<EnqueueOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < CALLERS + 2; i++) {
            NewJob job = job("keyed-" + i, UniqueKey.whileLive("k" + i));
            outcomes.add(CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job), threads));
        }
        await(() -> enqueuer.waiting() == CALLERS);
        outcomes.add(CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job("plain")), threads));
        await(() -> callers.size() >= 3);
        assertThatThrownBy(() -> enqueuer.enqueue(job("late", UniqueKey.whileLive("late"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("OVERLOADED")
                .hasMessageContaining("late");

        open.countDown();
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(EnqueueOutcome.Created.class));
        assertThat(batches).hasSize(CALLERS + 3).containsOnly(1);
        assertThat(mostInside).as("calls at the store at once").hasValue(3);
    }

    @Test
    void one_caller_more_than_may_wait_is_refused() throws InterruptedException {
        Enqueuer enqueuer = new Enqueuer(store(""), clock::get, CALLERS, 1);
        List<CompletableFuture<EnqueueOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < CALLERS + 1; i++) {
            NewJob job = job("job-" + i);
            outcomes.add(CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job), threads));
        }
        await(() -> enqueuer.waiting() == CALLERS);
        assertThatThrownBy(() -> enqueuer.enqueue(job("late"))).hasMessageContaining("OVERLOADED");

        open.countDown();
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(EnqueueOutcome.Created.class));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while callers came");
            }
            Thread.onSpinWait();
        }
    }

    /** One caller is at the store while all others come; then the store lets it go. */
    private List<CompletableFuture<EnqueueOutcome>> enqueueTogether(String refused) throws InterruptedException {
        return enqueueTogether(new Enqueuer(store(refused), clock::get));
    }

    private List<CompletableFuture<EnqueueOutcome>> enqueueTogether(Enqueuer enqueuer) throws InterruptedException {
        List<CompletableFuture<EnqueueOutcome>> outcomes = new ArrayList<>();
        outcomes.add(CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job("job-0")), threads));
        atStore.await();
        for (int i = 1; i <= CALLERS; i++) {
            NewJob job = job("job-" + i);
            outcomes.add(CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job), threads));
        }
        await(() -> enqueuer.waiting() == CALLERS);
        open.countDown();
        return outcomes;
    }

    private CompletableFuture<EnqueueOutcome> enqueue(Enqueuer enqueuer, String id) {
        return CompletableFuture.supplyAsync(() -> enqueuer.enqueue(job(id)), threads);
    }

    private static NewJob job(String id) {
        return job(id, null);
    }

    private static NewJob job(String id, @Nullable UniqueKey unique) {
        return new NewJob(
                        JobId.of(id),
                        Payload.ofJson("work", 1, "{}"),
                        QueueName.of("default"),
                        0,
                        Due.NOW,
                        1,
                        "test",
                        null,
                        Map.of())
                .withUnique(unique);
    }

    /** The store in memory, which waits to be opened, refuses one id, and loses the answers of batches if that is "lost". */
    private JobStore store(String refused) {
        JobStore real = storage.jobs();
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    List<?> jobs = (List<?>) args[0];
                    batches.add(jobs.size());
                    callers.add(Thread.currentThread());
                    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    atStore.countDown();
                    if (open.getCount() > 0) {
                        open.await();
                    }
                    try {
                        if (jobs.stream()
                                .anyMatch(job -> ((NewJob) job).id().value().equals(refused))) {
                            throw new RefusedException(refusal, "planned");
                        }
                        Object outcomes = method.invoke(real, args);
                        if (refused.equals("lost") && jobs.size() > 1) {
                            throw new UnknownOutcomeException(ErrorCode.STORE_UNKNOWN, "planned", null);
                        }
                        return outcomes;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        clock.addAndGet(callTakes);
                        inside.decrementAndGet();
                    }
                });
    }
}
