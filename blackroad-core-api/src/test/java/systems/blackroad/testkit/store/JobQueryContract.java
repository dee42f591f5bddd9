package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Verdict;

/** What consoles read. */
abstract class JobQueryContract extends JobContract {

    private static final QueueName SLOW = QueueName.of("slow");

    @Test
    @Rule("J-91")
    void a_job_is_found_by_its_id() {
        enqueue("a", "b");
        assertThat(store().find(id("b")).map(Job::id)).hasValue(id("b"));
        assertThat(store().find(id("c"))).isEmpty();
    }

    @Test
    @Rule("J-92")
    void jobs_are_listed_the_newest_first_page_by_page() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            enqueue("j" + i);
            newestFirst.add(0, "j" + i);
            clock().advance(Duration.ofMillis(1));
        }
        List<String> sameTime = List.of("x0", "x1", "x2", "x3", "x4");
        enqueue(sameTime.toArray(new String[0]));
        List<String> paged = new ArrayList<>();
        Page<Job> page = store().list(JobFilter.ALL, null, 2);
        paged.addAll(names(page));
        while (page.next() != null && paged.size() < 100) {
            page = store().list(JobFilter.ALL, page.next(), 2);
            assertThat(page.items()).hasSizeBetween(1, 2);
            paged.addAll(names(page));
        }
        assertThat(paged.subList(0, 5)).containsExactlyInAnyOrderElementsOf(sameTime);
        assertThat(paged.subList(5, paged.size())).isEqualTo(newestFirst);
        assertThat(store().list(JobFilter.ALL, null, 12).next()).isNull();
        assertThat(store().list(JobFilter.ALL, null, 11).next()).isNotNull();
    }

    @Test
    @Rule("J-93")
    void jobs_are_filtered_by_status_type_and_queue() {
        enqueue(
                job("a", MAIL, DEFAULT, 0, Due.NOW, 3),
                job("b", REPORT, SLOW, 0, Due.NOW, 3),
                job("c", MAIL, SLOW, 0, Due.NOW, 3));
        heartbeat(N1);
        claim(N1, 1);
        assertThat(listed(JobFilter.ALL)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(listed(JobFilter.status(JobStatus.RUNNING))).containsExactly("a");
        assertThat(listed(JobFilter.status(JobStatus.PENDING))).containsExactlyInAnyOrder("b", "c");
        assertThat(listed(JobFilter.status(JobStatus.FAILED))).isEmpty();
        assertThat(listed(new JobFilter(null, MAIL, null))).containsExactlyInAnyOrder("a", "c");
        assertThat(listed(new JobFilter(null, null, SLOW))).containsExactlyInAnyOrder("b", "c");
        assertThat(listed(new JobFilter(JobStatus.PENDING, MAIL, null))).containsExactly("c");
        assertThat(listed(new JobFilter(JobStatus.RUNNING, null, SLOW))).isEmpty();
    }

    @Test
    @Rule("J-93")
    void filtered_pages_follow_one_another_too() {
        for (int i = 0; i < 10; i++) {
            enqueue(typed("j" + i, i % 2 == 0 ? MAIL : REPORT));
        }
        JobFilter filter = new JobFilter(JobStatus.PENDING, REPORT, null);
        Page<Job> first = store().list(filter, null, 3);
        Page<Job> second = store().list(filter, first.next(), 3);
        List<String> all = new ArrayList<>(names(first));
        all.addAll(names(second));
        assertThat(all).containsExactlyInAnyOrder("j1", "j3", "j5", "j7", "j9");
        assertThat(second.next()).isNull();
    }

    @Test
    @Rule("J-94")
    void queries_outside_their_ranges_are_refused() {
        enqueue("a");
        for (int limit : List.of(0, Page.MAX_LIMIT + 1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> store().list(JobFilter.ALL, null, limit));
            assertThatIllegalArgumentException().isThrownBy(() -> store().schedules(null, limit));
            assertThatIllegalArgumentException().isThrownBy(() -> store().log(id("a"), 0, limit));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store().list(JobFilter.ALL, "? no page's next ?", 10));
        assertThatIllegalArgumentException().isThrownBy(() -> store().schedules("? no page's next ?", 10));
    }

    @Test
    @Rule("J-95")
    void counts_has_an_entry_for_every_status() {
        assertThat(store().counts()).containsOnlyKeys(JobStatus.values()).containsValue(0L);
        enqueue("a", "b", "c", "d", "e", "f");
        enqueue(job("later", Due.after(Duration.ofDays(1))));
        heartbeat(N1);
        List<ClaimedJob> runs = claim(N1, 4);
        settle(N1, runs.get(0), completed());
        settle(N1, runs.get(1), new Verdict.Failed("no"));
        settle(N1, runs.get(2), new Verdict.Released());
        store().cancel(id("f"), ADA);
        assertThat(store().counts())
                .isEqualTo(Map.of(
                        JobStatus.PENDING,
                        3L,
                        JobStatus.RUNNING,
                        1L,
                        JobStatus.COMPLETED,
                        1L,
                        JobStatus.FAILED,
                        1L,
                        JobStatus.CANCELLED,
                        1L));
        store().delete(id("f"));
        store().requeue(runs.get(0).id(), ADA);
        assertThat(store().counts())
                .containsEntry(JobStatus.CANCELLED, 0L)
                .containsEntry(JobStatus.COMPLETED, 0L)
                .containsEntry(JobStatus.PENDING, 4L);
    }

    @Test
    @Rule("J-96")
    void the_lines_of_a_log_are_read_in_order_from_where_one_stands() {
        ClaimedJob run = running("a");
        ClaimedJob other = running("b");
        for (int i = 0; i < 5; i++) {
            store().note(List.of(
                    new LeaseNote.Line(id("a"), run.token(), "line " + i),
                    new LeaseNote.Line(id("b"), other.token(), "other")));
        }
        List<JobLogEntry> first = store().log(id("a"), 0, 2);
        assertThat(first).extracting(JobLogEntry::text).containsExactly("line 0", "line 1");
        List<JobLogEntry> rest = store().log(id("a"), first.get(1).sequence(), 100);
        assertThat(rest).extracting(JobLogEntry::text).containsExactly("line 2", "line 3", "line 4");
        assertThat(store().log(id("a"), rest.get(2).sequence(), 100)).isEmpty();
        assertThat(store().log(id("nothing"), 0, 100)).isEmpty();
    }

    @Test
    @Rule("J-97")
    void a_log_keeps_its_newest_thousand_lines() {
        ClaimedJob run = running("a");
        for (int batch = 0; batch < 2; batch++) {
            List<LeaseNote> notes = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                notes.add(new LeaseNote.Line(id("a"), run.token(), "line " + (600 * batch + i)));
            }
            store().note(notes);
        }
        List<String> texts = new ArrayList<>();
        List<JobLogEntry> lines = store().log(id("a"), 0, Page.MAX_LIMIT);
        while (!lines.isEmpty() && texts.size() < 2000) {
            lines.forEach(line -> texts.add(line.text()));
            lines = store().log(id("a"), lines.get(lines.size() - 1).sequence(), Page.MAX_LIMIT);
        }
        assertThat(texts).hasSizeGreaterThanOrEqualTo(1000);
        List<String> newest = texts.subList(texts.size() - 1000, texts.size());
        for (int i = 0; i < 1000; i++) {
            assertThat(newest.get(i)).isEqualTo("line " + (200 + i));
        }
    }

    @Test
    @Rule("J-98")
    void schedules_are_listed_by_id_page_by_page() {
        List<String> sorted = List.of("A", "B-2", "a", "a-1", "a.b", "a:1", "b", "z_");
        for (String id : List.of("b", "a:1", "A", "z_", "a", "B-2", "a.b", "a-1")) {
            store().putSchedule(new JobSchedule(
                    ScheduleId.of(id),
                    Schedule.every(Duration.ofMinutes(1)),
                    Payload.ofJson(MAIL, 1, "{}"),
                    DEFAULT,
                    0,
                    3,
                    true,
                    null,
                    null));
        }
        List<String> paged = new ArrayList<>();
        Page<JobSchedule> page = store().schedules(null, 4);
        page.items().forEach(schedule -> paged.add(schedule.id().value()));
        assertThat(page.items()).hasSize(4);
        while (page.next() != null && paged.size() < 100) {
            page = store().schedules(page.next(), 4);
            page.items().forEach(schedule -> paged.add(schedule.id().value()));
        }
        assertThat(paged).isEqualTo(sorted);
    }

    private List<String> listed(JobFilter filter) {
        return names(store().list(filter, null, 100));
    }

    private static List<String> names(Page<Job> page) {
        return page.items().stream().map(job -> job.id().value()).toList();
    }
}
