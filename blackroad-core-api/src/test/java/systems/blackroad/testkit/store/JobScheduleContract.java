package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Tick;

/** Schedules and the passing of their ticks. */
abstract class JobScheduleContract extends JobContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** An enabled schedule whose next tick comes {@code in} a while. */
    private JobSchedule schedule(String id, Duration in) {
        return schedule(id, Schedule.every(MINUTE), true, clock().instant().plus(in), null);
    }

    private static JobSchedule schedule(
            String id, Schedule when, boolean enabled, @Nullable Instant next, @Nullable Instant lastTick) {
        return new JobSchedule(
                ScheduleId.of(id), when, Payload.ofJson(MAIL, 1, "{}"), DEFAULT, 0, 3, enabled, next, lastTick);
    }

    private Tick tick(JobSchedule schedule, @Nullable String job) {
        Instant expected = present(schedule.next());
        NewJob work = job == null
                ? null
                : new NewJob(id(job), schedule.payload(), DEFAULT, 0, Due.NOW, 3, "clock", schedule.id(), Map.of());
        return new Tick(schedule.id(), expected, expected.plus(MINUTE), work);
    }

    private List<JobSchedule> stored() {
        return store().schedules(null, 100).items();
    }

    private List<Job> jobs() {
        return store().list(JobFilter.ALL, null, 100).items();
    }

    @Test
    @Rule("J-78")
    void a_new_schedule_is_stored_as_given() {
        Instant next = Instant.parse("2026-03-29T01:00:00.123Z");
        JobSchedule cron = new JobSchedule(
                ScheduleId.of("a:cron"),
                Schedule.cron("*/5 9-17 * * 1-5", ZoneId.of("Europe/Berlin")),
                Payload.ofJson(REPORT, 3, "{ \"b\":1, \"a\":2 }"),
                QueueName.of("slow"),
                -4,
                9,
                true,
                next,
                null);
        JobSchedule rate = schedule("b", Schedule.every(Duration.ofMillis(1500)), false, null, next);
        JobSchedule once = schedule("c", Schedule.once(next), true, next, null);
        for (JobSchedule given : List.of(cron, rate, once)) {
            assertThat(store().putSchedule(given)).isEqualTo(given);
        }
        assertThat(stored()).containsExactly(cron, rate, once);
    }

    @Test
    @Rule("J-79")
    void the_same_definition_again_changes_nothing() {
        JobSchedule first = schedule("a", Duration.ZERO);
        store().putSchedule(first);
        store().tick(List.of(tick(first, null)));
        store().enableSchedule(first.id(), false, ADA);
        JobSchedule before = stored().get(0);
        assertThat(store().putSchedule(schedule("a", Duration.ofHours(5)))).isEqualTo(before);
        assertThat(stored()).containsExactly(before);
    }

    @Test
    @Rule("J-80")
    void another_definition_replaces_it_and_keeps_what_it_did() {
        JobSchedule first = schedule("a", Duration.ZERO);
        store().putSchedule(first);
        store().tick(List.of(tick(first, null)));
        store().enableSchedule(first.id(), false, ADA);
        Instant next = clock().instant().plus(Duration.ofHours(5));
        Schedule hourly = Schedule.every(Duration.ofHours(1));
        JobSchedule expected = schedule("a", hourly, false, next, first.next());
        assertThat(store().putSchedule(schedule("a", hourly, true, next, null))).isEqualTo(expected);
        assertThat(stored()).containsExactly(expected);
    }

    @Test
    @Rule("J-81")
    void a_replacement_never_moves_back() {
        JobSchedule first = schedule("a", Duration.ZERO);
        store().putSchedule(first);
        store().tick(List.of(tick(first, null)));
        Schedule hourly = Schedule.every(Duration.ofHours(1));
        JobSchedule same = store().putSchedule(schedule("a", hourly, true, first.next(), null));
        assertThat(same.next()).isNull();
        Schedule daily = Schedule.every(Duration.ofDays(1));
        Instant before = present(first.next()).minusMillis(1);
        assertThat(store().putSchedule(schedule("a", daily, true, before, null)).next())
                .isNull();
    }

    @Test
    @Rule("J-82")
    void a_removed_schedule_is_gone_and_its_jobs_stay() {
        JobSchedule schedule = schedule("a", Duration.ZERO);
        store().putSchedule(schedule);
        store().tick(List.of(tick(schedule, "job")));
        assertThat(store().removeSchedule(schedule.id())).isTrue();
        assertThat(store().removeSchedule(schedule.id())).isFalse();
        assertThat(stored()).isEmpty();
        assertThat(status("job")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-83")
    void a_disabled_schedule_is_not_due_and_its_ticks_do_not_pass() {
        JobSchedule schedule = schedule("a", Duration.ZERO);
        store().putSchedule(schedule);
        assertThat(store().enableSchedule(schedule.id(), false, ADA)).isTrue();
        assertThat(store().dueSchedules(10).schedules()).isEmpty();
        assertThat(store().tick(List.of(tick(schedule, "job")))).containsExactly(false);
        assertThat(jobs()).isEmpty();
        assertThat(store().enableSchedule(schedule.id(), true, ADA)).isTrue();
        assertThat(store().dueSchedules(10).schedules()).containsExactly(schedule);
        assertThat(store().enableSchedule(ScheduleId.of("nothing"), true, ADA)).isFalse();
    }

    @Test
    @Rule("J-84")
    void due_schedules_are_given_from_the_very_millisecond_on_the_longest_overdue_first() {
        JobSchedule second = store().putSchedule(schedule("a", Duration.ofSeconds(2)));
        JobSchedule first = store().putSchedule(schedule("b", Duration.ofSeconds(1)));
        JobSchedule third = store().putSchedule(schedule("c", Duration.ofSeconds(3)));
        store().putSchedule(schedule("never", Schedule.every(MINUTE), true, null, null));
        clock().advance(Duration.ofMillis(2999));
        assertThat(store().dueSchedules(10).schedules()).containsExactly(first, second);
        Instant now = clock().advance(Duration.ofMillis(1));
        assertThat(store().dueSchedules(10)).isEqualTo(new DueSchedules(List.of(first, second, third), now));
        assertThat(store().dueSchedules(2).schedules()).containsExactly(first, second);
    }

    @Test
    @Rule("J-85")
    void a_tick_moves_its_schedule_on_and_makes_its_job() {
        JobSchedule schedule = schedule("a", Duration.ZERO);
        store().putSchedule(schedule);
        Tick tick = tick(schedule, "job");
        assertThat(store().tick(List.of(tick))).containsExactly(true);
        JobSchedule moved = stored().get(0);
        assertThat(moved.lastTick()).isEqualTo(schedule.next());
        assertThat(moved.next()).isEqualTo(tick.following());
        assertThat(read("job").schedule()).isEqualTo(schedule.id());
        assertThat(store().tick(List.of(new Tick(schedule.id(), present(moved.next()), null, null))))
                .containsExactly(true);
        assertThat(stored().get(0).next()).isNull();
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("job");
    }

    @Test
    @Rule("J-86")
    void a_tick_that_is_not_the_next_one_does_not_pass() {
        JobSchedule schedule = schedule("a", Duration.ZERO);
        store().putSchedule(schedule);
        Tick tick = tick(schedule, null);
        store().tick(List.of(tick));
        JobSchedule moved = stored().get(0);
        assertThat(store().tick(List.of(tick(schedule, "again")))).containsExactly(false);
        assertThat(store().tick(List.of(tick(schedule("nothing", Duration.ZERO), "unknown"))))
                .containsExactly(false);
        assertThat(jobs()).isEmpty();
        assertThat(stored()).containsExactly(moved);
    }

    @Test
    @Rule("J-87")
    void a_tick_passes_without_a_job_and_beside_one_that_exists() {
        JobSchedule without = schedule("a", Duration.ZERO);
        JobSchedule beside = schedule("b", Duration.ZERO);
        store().putSchedule(without);
        store().putSchedule(beside);
        assertThat(store().tick(List.of(tick(without, null)))).containsExactly(true);
        assertThat(jobs()).isEmpty();
        enqueue(typed("job", REPORT));
        assertThat(store().tick(List.of(tick(beside, "job")))).containsExactly(true);
        assertThat(read("job").type()).isEqualTo(REPORT);
        assertThat(jobs()).hasSize(1);
    }

    @Test
    @Rule("J-88")
    void a_tick_that_does_not_pass_never_fails_its_neighbours() {
        JobSchedule a = store().putSchedule(schedule("a", Duration.ZERO));
        JobSchedule b = schedule("b", Duration.ZERO);
        JobSchedule c = store().putSchedule(schedule("c", Duration.ZERO));
        assertThat(store().tick(List.of(tick(c, "of-c"), tick(b, "of-b"), tick(a, "of-a"))))
                .containsExactly(true, false, true);
        assertThat(jobs()).extracting(job -> job.id().value()).containsExactlyInAnyOrder("of-a", "of-c");
    }

    @Test
    @Rule("J-89")
    void of_racing_calls_for_one_tick_exactly_one_passes_it() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        store().putSchedule(schedule("a", Duration.ZERO));
        for (int round = 0; round < fixture().rounds(); round++) {
            JobSchedule now = stored().get(0);
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                JobStore store = i % 2 == 0 ? store() : other;
                Tick tick = tick(now, "round" + round + "-" + i);
                callers.add(() -> store.tick(List.of(tick)).get(0));
            }
            assertThat(race.run(callers)).as(race.describe(round)).containsOnlyOnce(true);
            assertThat(store().list(JobFilter.ALL, null, 200).items())
                    .as(race.describe(round))
                    .hasSize(round + 1);
        }
    }

    @Test
    @Rule("J-90")
    void ticks_and_due_schedules_outside_their_ranges_are_refused() {
        JobSchedule schedule = store().putSchedule(schedule("a", Duration.ZERO));
        List<Tick> many = new ArrayList<>();
        for (int i = 0; i <= Page.MAX_LIMIT; i++) {
            many.add(tick(schedule("s" + i, Duration.ZERO), null));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store().tick(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> store().tick(many));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().tick(List.of(tick(schedule, "one"), tick(schedule, "two"))));
        assertThatIllegalArgumentException().isThrownBy(() -> store().dueSchedules(0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().dueSchedules(Page.MAX_LIMIT + 1));
        assertThat(jobs()).isEmpty();
        assertThat(stored()).containsExactly(schedule);
    }
}
