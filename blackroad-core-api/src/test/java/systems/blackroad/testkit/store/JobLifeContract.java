package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Verdict;

/** Epochs, hints, durability, namespaces. */
abstract class JobLifeContract extends JobContract {

    private static final long LEAP = 1L << 30;

    private final AtomicInteger written = new AtomicInteger();

    /** Enqueues one more job that is due now. */
    private void enqueueOneMore() {
        enqueue("hinted-" + written.incrementAndGet());
    }

    private static JobSchedule schedule() {
        return new JobSchedule(
                ScheduleId.of("s"),
                Schedule.every(Duration.ofMinutes(1)),
                Payload.ofJson(MAIL, 1, "{}"),
                DEFAULT,
                0,
                3,
                true,
                null,
                null);
    }

    @Test
    @Rule("J-99")
    void after_a_new_epoch_every_token_is_larger_than_all_before() {
        ClaimedJob first = running("a");
        settle(N1, first, retry(Duration.ZERO));
        long largest = claimOne(N1).token();
        for (int epoch = 0; epoch < 2; epoch++) {
            store().newEpoch();
            ClaimedJob fresh = running("fresh" + epoch);
            assertThat(fresh.token()).isGreaterThanOrEqualTo(largest + LEAP);
            settle(N1, fresh, retry(Duration.ZERO));
            ClaimedJob again = claimOne(N1);
            assertThat(again.token()).isGreaterThan(fresh.token());
            largest = again.token();
            settle(N1, again, completed());
        }
    }

    @Test
    @Rule("J-100")
    void a_listener_hears_of_jobs_until_its_registration_is_closed() {
        Heard heard = new Heard();
        Heard closed = new Heard();
        HintSubscription registration = store().hints(closed);
        registration.close();
        registration.close();
        store().hints(heard);
        assertThat(heard.hears("default", this::enqueueOneMore, fixture().patience()))
                .isTrue();
        assertThat(closed.nothing()).isTrue();
    }

    @Test
    @Rule("J-100")
    void a_listener_hears_of_jobs_that_a_redrive_queues_again() {
        enqueue("a");
        Heard heard = new Heard();
        store().hints(heard);
        JobFilter cancelled = JobFilter.status(JobStatus.CANCELLED);
        Runnable redrive = () -> {
            store().cancel(id("a"), ADA);
            assertThat(store().redrive(cancelled, null, ADA, 1).jobs()).isEqualTo(1);
        };
        assertThat(heard.hears("default", redrive, fixture().patience())).isTrue();
    }

    @Test
    @Rule("J-100")
    void a_listener_hears_of_jobs_that_join_others() {
        enqueue("waits");
        Heard heard = new Heard();
        store().hints(heard);
        assertThat(heard.hears("default", this::enqueueOneMore, fixture().patience()))
                .isTrue();
    }

    @Test
    @Rule("J-101")
    void a_listener_hears_of_another_instances_jobs_or_its_claims_give_them() {
        Storage other = fixture().open();
        Heard heard = new Heard();
        store().hints(heard);
        if (fixture().hintsCrossInstances()) {
            assertThat(heard.hears(
                            "default",
                            () -> other.jobs().enqueue(List.of(job("there-" + written.incrementAndGet())), null),
                            fixture().patience()))
                    .isTrue();
        } else {
            other.jobs().enqueue(List.of(job("there")), null);
            assertThat(claimOne(N1).id()).isEqualTo(id("there"));
        }
    }

    @Test
    @Rule("J-102")
    void a_listener_that_throws_disturbs_nobody() {
        AtomicInteger thrown = new AtomicInteger();
        store().hints(keys -> {
            thrown.incrementAndGet();
            throw new IllegalStateException("a listener that fails");
        });
        Heard heard = new Heard();
        store().hints(heard);
        boolean othersHear =
                heard.hears("default", this::enqueueOneMore, fixture().patience());
        // Without the first, this store gave no hint at all, which is not what this test is about.
        assertThat(othersHear || thrown.get() == 0).isTrue();
        assertThat(store().find(id("hinted-1"))).isPresent();
    }

    @Test
    @Rule("J-103")
    void the_store_its_face_and_the_fixture_agree_on_the_durability_class() {
        assertThat(store().durability()).isEqualTo(fixture().durability());
        assertThat(storage().faces())
                .filteredOn(face -> face.name().equals("jobs"))
                .extracting(Face::durability)
                .containsExactly(fixture().durability());
    }

    @Test
    @Rule("J-104")
    void what_was_acknowledged_outlives_the_instances_as_the_class_says() {
        ClaimedJob done = running("done");
        settle(N1, done, new Verdict.Failed("no"));
        ClaimedJob run = running("running");
        enqueue("waiting");
        store().putSchedule(schedule());
        List<Job> jobs = store().list(JobFilter.ALL, null, 10).items();
        List<JobNode> nodes = store().nodes();
        fixture().closeInstances();
        Storage storage = fixture().open();
        JobStore reopened = storage.jobs();
        if (fixture().durability() == Durability.D0) {
            assertThat(reopened.list(JobFilter.ALL, null, 10).items()).isEmpty();
            assertThat(reopened.nodes()).isEmpty();
            assertThat(reopened.schedules(null, 10).items()).isEmpty();
        } else {
            assertThat(reopened.list(JobFilter.ALL, null, 10).items()).isEqualTo(jobs);
            assertThat(reopened.nodes()).isEqualTo(nodes);
            assertThat(reopened.schedules(null, 10).items()).containsExactly(schedule());
            assertThat(reopened.exchange(new Exchange(N1, next(N1), List.of(settlement(run, completed())), null))
                            .settled())
                    .containsExactly(Acceptance.ACCEPTED);
        }
    }

    @Test
    @Rule("J-105")
    void namespaces_do_not_see_each_others_jobs_nodes_and_schedules() {
        running("a");
        enqueue("b");
        store().putSchedule(schedule());
        JobStore neighbour = fixture().openNeighbour().jobs();
        assertThat(neighbour.list(JobFilter.ALL, null, 10).items()).isEmpty();
        assertThat(neighbour.nodes()).isEmpty();
        assertThat(neighbour.schedules(null, 10).items()).isEmpty();
        assertThat(neighbour.counts().values()).containsOnly(0L);
    }
}
