package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Verdict;
import systems.blackroad.testkit.ManualClock;

/** What the topics of the job contract share: a fresh store for each test, and short words for its arguments. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class JobContract {

    static final UserId ADA = UserId.of("ada");
    static final NodeId N1 = NodeId.of("n1");
    static final NodeId N2 = NodeId.of("n2");
    static final Duration LEASE = Duration.ofSeconds(10);
    static final String MAIL = "mail";
    static final String REPORT = "report";
    static final QueueName DEFAULT = QueueName.of("default");
    static final Set<JobId> NO_JOBS = Set.of();

    private final Map<NodeId, Long> sequences = new HashMap<>();
    private @Nullable StoreFixture fixture;
    private @Nullable Storage storage;

    abstract StoreFixture newFixture();

    @BeforeEach
    final void openStore() {
        fixture = newFixture();
        storage = fixture.open();
    }

    @AfterEach
    final void closeStore() {
        if (fixture != null) {
            fixture.close();
        }
    }

    final StoreFixture fixture() {
        return present(fixture);
    }

    final Storage storage() {
        return present(storage);
    }

    /** Closes every instance, and opens one. */
    final void reopen() {
        fixture().closeInstances();
        storage = fixture().open();
    }

    final JobStore store() {
        return storage().jobs();
    }

    final ManualClock clock() {
        return fixture().clock();
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("expected a value, found none");
        }
        return value;
    }

    static JobId id(String value) {
        return JobId.of(value);
    }

    static NewJob job(String id, String type, QueueName queue, int priority, Due due, int maxAttempts) {
        return new NewJob(
                id(id),
                Payload.ofJson(type, 1, "{\"of\":\"" + id + "\"}"),
                queue,
                priority,
                due,
                maxAttempts,
                "ada",
                null,
                Map.of());
    }

    static NewJob job(String id) {
        return job(id, Due.NOW);
    }

    static NewJob job(String id, Due due) {
        return job(id, MAIL, DEFAULT, 0, due, 3);
    }

    static NewJob job(String id, int priority, Due due) {
        return job(id, MAIL, DEFAULT, priority, due, 3);
    }

    static NewJob typed(String id, String type) {
        return job(id, type, DEFAULT, 0, Due.NOW, 3);
    }

    final List<EnqueueOutcome> enqueue(NewJob... jobs) {
        return store().enqueue(Arrays.asList(jobs), null);
    }

    /** Enqueues jobs that are due now, in this order. */
    final void enqueue(String... ids) {
        List<NewJob> jobs = new ArrayList<>();
        for (String id : ids) {
            jobs.add(job(id));
        }
        store().enqueue(jobs, null);
    }

    /** A transaction that no store made. */
    record Foreign() implements StoreTransaction {
        @Override
        public String kind() {
            return "foreign";
        }
    }

    /** Sees a job refused because of the transaction that it comes in. */
    final void assertRefused(NewJob work, StoreTransaction transaction) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> store().enqueue(List.of(work), transaction))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNSUPPORTED));
        assertThat(store().find(work.id())).isEmpty();
    }

    final Job read(String id) {
        return store().find(id(id)).orElseThrow(() -> new AssertionError("expected job " + id + ", found none"));
    }

    final JobStatus status(String id) {
        return read(id).status();
    }

    final HeartbeatResult heartbeat(NodeId node, long through, Map<JobId, Long> held) {
        return store().heartbeat(new Heartbeat(node, "host-of-" + node, "1.2.3", LEASE, through, held));
    }

    /** A heartbeat that puts nothing back. */
    final HeartbeatResult heartbeat(NodeId node) {
        return heartbeat(node, 0, Map.of());
    }

    /** The number of {@code node}'s last exchange. */
    final long last(NodeId node) {
        return sequences.getOrDefault(node, 0L);
    }

    final long next(NodeId node) {
        return sequences.merge(node, 1L, Long::sum);
    }

    final ExchangeResult exchange(NodeId node, List<Settlement> settlements, @Nullable Claim wish) {
        return store().exchange(new Exchange(node, next(node), settlements, wish));
    }

    static Claim wish(int limit) {
        return new Claim(Set.of(MAIL, REPORT), limit, false);
    }

    static Claim wishWithSuspects(int limit) {
        return new Claim(Set.of(MAIL, REPORT), limit, true);
    }

    final List<ClaimedJob> claim(NodeId node, Claim wish) {
        return exchange(node, List.of(), wish).claimed();
    }

    /** What a node that was live already is given now. */
    final List<ClaimedJob> claim(NodeId node, int limit) {
        return claim(node, wish(limit));
    }

    /** The one job that a node is given now, after a heartbeat. */
    final ClaimedJob claimOne(NodeId node) {
        heartbeat(node);
        List<ClaimedJob> claimed = claim(node, 1);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    /** Enqueues a job and lets {@link #N1} claim it. */
    final ClaimedJob running(String id) {
        enqueue(id);
        return claimOne(N1);
    }

    /** Enqueues a job that loses its lease twice: it is a suspect. */
    final void suspect(String id, int maxAttempts) {
        store().enqueue(List.of(job(id, MAIL, DEFAULT, 0, Due.NOW, maxAttempts)), null);
        lose(id);
        lose(id);
    }

    /** Has a node claim a job, the only one that is given now, and lapse; rescues it. */
    final void lose(String id) {
        NodeId doomed = NodeId.of("doomed" + sequences.size());
        assertThat(claimOne(doomed).id()).isEqualTo(id(id));
        clock().advance(LEASE);
        assertThat(store().rescue(1000)).contains(id(id));
    }

    /** The one suspect that a node is given now, after a heartbeat. */
    final ClaimedJob claimSuspect(NodeId node) {
        heartbeat(node);
        List<ClaimedJob> claimed = claim(node, wishWithSuspects(1));
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    static Settlement settlement(ClaimedJob run, Verdict verdict) {
        return new Settlement(run.id(), run.token(), verdict);
    }

    final Acceptance settle(NodeId node, ClaimedJob run, Verdict verdict) {
        List<Acceptance> settled =
                exchange(node, List.of(settlement(run, verdict)), null).settled();
        assertThat(settled).hasSize(1);
        return settled.get(0);
    }

    static Verdict completed() {
        return new Verdict.Completed(null);
    }

    static Verdict retry(Duration delay) {
        return new Verdict.Retry(Due.after(delay), "it broke");
    }

    static List<String> ids(List<ClaimedJob> claimed) {
        return claimed.stream().map(job -> job.id().value()).toList();
    }
}
