package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;

/** What the topics about queues share. A claim may give fewer jobs than it could, so these ask again as long as it says so. */
abstract class QueueTopic extends JobContract {

    static final QueueName BULK = QueueName.of("bulk");
    static final QueueName OTHER = QueueName.of("other");
    static final List<NodeId> RACERS = List.of(NodeId.of("r0"), NodeId.of("r1"), NodeId.of("r2"), NodeId.of("r3"));
    /** More than any store may need for one claim of these tests. */
    private static final int MOST_EXCHANGES = 100;

    static NewJob in(QueueName queue, String id) {
        return job(id, MAIL, queue, 0, Due.NOW, 3);
    }

    static NewJob keyed(String id, String key) {
        return in(BULK, id).withKey(JobKey.of(key));
    }

    static NewJob ordered(String id, String key) {
        return in(BULK, id).withKey(JobKey.ordered(key));
    }

    final QueueSettings put(QueueName queue, UnaryOperator<QueueLimits> change) {
        return store().putQueue(queue, change.apply(QueueLimits.NONE), ADA);
    }

    final void limit(int concurrency) {
        put(BULK, limits -> limits.withConcurrency(concurrency));
    }

    final void rate(int permits, Duration period) {
        put(BULK, limits -> limits.withRate(new RateLimit(permits, period)));
    }

    /** What a node is given now, after a heartbeat. */
    final List<ClaimedJob> given(NodeId node, Claim wish) {
        heartbeat(node);
        List<ClaimedJob> given = new ArrayList<>();
        for (int i = 0; i < MOST_EXCHANGES; i++) {
            int left = wish.limit() - given.size();
            ExchangeResult result =
                    exchange(node, List.of(), new Claim(wish.types(), left, wish.suspects(), wish.queues()));
            given.addAll(result.claimed());
            if (given.size() == wish.limit() || !result.nextDue().equals(Optional.of(Duration.ZERO))) {
                return given;
            }
        }
        throw new AssertionError(MOST_EXCHANGES + " exchanges gave " + given.size() + " of at most " + wish.limit()
                + " jobs, and each said that another one would give more");
    }

    final List<ClaimedJob> given(NodeId node, int limit) {
        return given(node, wish(limit));
    }

    /** The one job that {@link #N1} is given now, though it wishes for ten. */
    final ClaimedJob only(String id) {
        List<ClaimedJob> given = given(N1, 10);
        assertThat(ids(given)).containsExactly(id);
        return given.get(0);
    }

    final void completeAll(NodeId node, List<ClaimedJob> runs) {
        runs.forEach(run -> settle(node, run, completed()));
    }

    /** Completes what each of {@link #RACERS} was given. */
    final void completeRaced(List<List<ClaimedJob>> raced) {
        for (int i = 0; i < RACERS.size(); i++) {
            completeAll(RACERS.get(i), raced.get(i));
        }
    }

    final void assertNothingGiven() {
        assertThat(given(N1, wishWithSuspects(10))).isEmpty();
    }

    /** What each of {@link #RACERS} is given of at most two when they claim at once, every other one on {@code other}. */
    final List<List<ClaimedJob>> raced(Race race, JobStore other) {
        List<Callable<List<ClaimedJob>>> callers = new ArrayList<>();
        for (int i = 0; i < RACERS.size(); i++) {
            JobStore store = i % 2 == 0 ? store() : other;
            Exchange exchange = new Exchange(RACERS.get(i), next(RACERS.get(i)), List.of(), wish(2));
            callers.add(() -> store.exchange(exchange).claimed());
        }
        return race.run(callers);
    }

    final JobStore another() {
        return fixture().open().jobs();
    }
}
