package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Reads: slices, snapshots, heads and commands. */
abstract class SessionReadContract extends SessionContract {

    @Test
    @Rule("S-17")
    void a_session_that_is_not_there_reads_as_nothing() {
        append(creating(TWO));
        assertThat(store().read(ONE, 0, NONE, 10)).isEmpty();
        assertThat(store().read(ONE, 0, NEWEST, 0)).isEmpty();
    }

    @Test
    @Rule("S-18")
    void a_read_gives_what_follows_a_revision() {
        grown(ONE, 6);
        assertThat(revisions(slice(ONE, 0, NONE, 100).events())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(revisions(slice(ONE, 4, NONE, 100).events())).containsExactly(5L, 6L);
    }

    @Test
    @Rule("S-19")
    void a_read_gives_at_most_so_many_events_the_earliest_ones() {
        grown(ONE, 6);
        assertThat(revisions(slice(ONE, 2, NONE, 3).events())).containsExactly(3L, 4L, 5L);
        SessionSlice headAlone = slice(ONE, 2, NONE, 0);
        assertThat(headAlone.events()).isEmpty();
        assertThat(headAlone.head().revision()).isEqualTo(6);
    }

    @Test
    @Rule("S-20")
    void a_read_from_the_head_or_beyond_gives_the_head_alone() {
        grown(ONE, 3);
        for (long after : List.of(3L, 4L, 1_000_000_000_000L)) {
            SessionSlice slice = slice(ONE, after, NEWEST, 100);
            assertThat(slice.events()).as("after %d", after).isEmpty();
            assertThat(slice.head().revision()).isEqualTo(3);
        }
    }

    @Test
    @Rule("S-21")
    void a_read_is_of_one_moment() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        int start = 6;
        grown(ONE, start);
        Semaphore begun = new Semaphore(0);
        AtomicBoolean written = new AtomicBoolean();
        Callable<Boolean> reading = () -> {
            long after = start;
            while (!written.get()) {
                begun.release();
                SessionSlice slice = other.read(ONE, after, NONE, 100).orElseThrow();
                long last = Math.min(slice.head().revision(), after + 100);
                List<Long> expected =
                        LongStream.rangeClosed(after + 1, last).boxed().toList();
                assertThat(revisions(slice.events())).isEqualTo(expected);
                after = slice.head().revision();
            }
            return true;
        };
        Callable<Boolean> writing = () -> {
            try {
                for (int round = 1; round <= fixture().rounds(); round++) {
                    begun.drainPermits();
                    if (begun.tryAcquire(race.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                        grow(ONE, start + 2 * round);
                    }
                }
                return true;
            } finally {
                written.set(true);
            }
        };
        assertThat(race.run(List.of(reading, writing))).containsOnly(true);
        assertThat(head(ONE).revision()).isEqualTo(start + 2L * fixture().rounds());
    }

    @Test
    @Rule("S-22")
    void a_read_outside_its_ranges_is_refused() {
        grown(ONE, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> store().read(ONE, -1, NONE, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read(ONE, 0, NONE, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read(ONE, 0, NEWEST, SessionStore.MAX_READ + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read(ONE, 0, -1, 10));
        assertThat(store().read(ONE, 0, NONE, SessionStore.MAX_READ)).isPresent();
    }

    @Test
    @Rule("S-23")
    void an_ended_session_is_read_like_a_live_one() {
        grown(ONE, 2);
        ended(ONE);
        SessionSlice slice = slice(ONE, 0, NONE, 100);
        assertThat(slice.head().status()).isEqualTo(SessionStatus.ENDED);
        assertThat(revisions(slice.events())).containsExactly(1L, 2L, 3L);
    }

    @Test
    @Rule("S-24")
    void every_part_of_an_event_is_read_as_it_was_appended() {
        StoredEvent first = new StoredEvent(
                1,
                Instant.parse("2026-02-03T04:05:06.789Z"),
                BOB,
                new CommandId(ClientId.of("client_7-Z"), 9_007_199_254_740_993L),
                "0123456789abcdef".repeat(4),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                Payload.ofJson("session_opened", 3, "{}"));
        StoredEvent second = new StoredEvent(
                2,
                Instant.parse("1969-12-31T23:59:59.001Z"),
                ADA,
                command(1),
                "f".repeat(64),
                null,
                Payload.ofJson("t".repeat(Payload.MAX_TYPE_LENGTH), 2_000_000, "{}"));
        append(new Append(ONE, ADA, 0, null, SessionStatus.LIVE, List.of(first)));
        append(new Append(ONE, ADA, 1, head(ONE).epoch(), SessionStatus.LIVE, List.of(second)));
        assertThat(slice(ONE, 0, NONE, 10).events()).containsExactly(first, second);
    }

    @Test
    @Rule("S-25")
    void a_payload_comes_back_byte_for_byte() {
        String json = "{ \"b\" : 1.50,\n\t\"a\":\"\\u0000 \\\" \uD83D\uDE80 \u00E4 \u2028\", \"b\":[ ] }  ";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        StoredEvent event = new StoredEvent(
                1, clock().instant(), ADA, command(1), "a".repeat(64), null, Payload.of("odd", 1, bytes));
        append(new Append(ONE, ADA, 0, null, SessionStatus.LIVE, List.of(event)));
        assertThat(slice(ONE, 0, NONE, 10).events().get(0).payload().bytes()).isEqualTo(bytes);
        save(ONE, new SessionSnapshot(1, Payload.of("odd", 1, bytes)));
        assertThat(slice(ONE, 0, NEWEST, 10).snapshot())
                .hasValueSatisfying(
                        snapshot -> assertThat(snapshot.payload().bytes()).isEqualTo(bytes));
    }

    @Test
    @Rule("S-26")
    void a_newer_snapshot_is_kept() {
        grown(ONE, 5);
        assertThat(save(ONE, snapshot(2))).isTrue();
        assertThat(slice(ONE, 0, NEWEST, 0).newest()).isEqualTo(snapshot(2));
        assertThat(save(ONE, snapshot(5))).isTrue();
        assertThat(slice(ONE, 0, NEWEST, 0).newest()).isEqualTo(snapshot(5));
    }

    @Test
    @Rule("S-27")
    void a_snapshot_that_is_not_newer_changes_nothing() {
        grown(ONE, 5);
        save(ONE, snapshot(4));
        SessionSnapshot otherContent = new SessionSnapshot(4, Payload.ofJson("state", 1, "{\"other\":true}"));
        assertThat(save(ONE, otherContent)).isFalse();
        assertThat(save(ONE, snapshot(3))).isFalse();
        assertThat(slice(ONE, 0, NEWEST, 0).newest()).isEqualTo(snapshot(4));
    }

    @Test
    @Rule("S-28")
    void a_snapshot_beyond_the_head_is_not_kept() {
        grown(ONE, 3);
        assertThat(save(ONE, snapshot(4))).isFalse();
        assertThat(slice(ONE, 0, NEWEST, 0).snapshot()).isEmpty();
    }

    @Test
    @Rule("S-29")
    void a_snapshot_of_no_session_creates_nothing() {
        assertThat(save(ONE, snapshot(1))).isFalse();
        assertThat(exists(ONE)).isFalse();
    }

    @Test
    @Rule("S-30")
    void a_read_with_snapshot_begins_at_the_newest() {
        grown(ONE, 6);
        save(ONE, snapshot(4));
        SessionSlice slice = slice(ONE, 1, NEWEST, 100);
        assertThat(slice.newest()).isEqualTo(snapshot(4));
        assertThat(revisions(slice.events())).containsExactly(5L, 6L);
    }

    @Test
    @Rule("S-31")
    void a_read_from_the_snapshot_or_beyond_gives_no_snapshot() {
        grown(ONE, 6);
        save(ONE, snapshot(4));
        SessionSlice same = slice(ONE, 4, NEWEST, 100);
        assertThat(same.snapshot()).isEmpty();
        assertThat(revisions(same.events())).containsExactly(5L, 6L);
        SessionSlice beyond = slice(ONE, 5, NEWEST, 100);
        assertThat(beyond.snapshot()).isEmpty();
        assertThat(revisions(beyond.events())).containsExactly(6L);
    }

    @Test
    @Rule("S-32")
    void a_read_without_snapshot_gives_the_events_below_it_too() {
        grown(ONE, 4);
        save(ONE, snapshot(3));
        SessionSlice slice = slice(ONE, 1, NONE, 100);
        assertThat(slice.snapshot()).isEmpty();
        assertThat(revisions(slice.events())).containsExactly(2L, 3L, 4L);
    }

    @Test
    @Rule("S-33")
    void saving_a_snapshot_changes_neither_head_nor_events() {
        SessionSlice before = slice(grown(ONE, 3).id(), 0, NONE, 100);
        save(ONE, snapshot(3));
        assertThat(slice(ONE, 0, NONE, 100)).isEqualTo(before);
    }

    @Test
    @Rule("S-34")
    void heads_gives_those_that_exist() {
        SessionHead one = grown(ONE, 2);
        grown(TWO, 1);
        SessionHead two = ended(TWO);
        assertThat(store().heads(Set.of(ONE, TWO, THREE))).isEqualTo(Map.of(ONE, one, TWO, two));
    }

    @Test
    @Rule("S-35")
    void heads_of_too_many_are_refused_and_of_none_are_none() {
        Set<SessionId> many = new HashSet<>();
        for (int i = 0; i <= SessionStore.MAX_BATCH; i++) {
            many.add(SessionId.of("s" + i));
        }
        assertThat(store().heads(Set.of())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store().heads(many));
    }

    @Test
    @Rule("S-36")
    void a_commands_events_are_found() {
        append(creating(ONE));
        for (long revision = 2; revision <= 5; revision++) {
            CommandId command = revision == 3 || revision == 4 ? command(77) : command(revision);
            append(new Append(
                    ONE, ADA, revision - 1, head(ONE).epoch(), SessionStatus.LIVE, List.of(event(revision, command))));
        }
        assertThat(store().findCommand(ONE, command(77))).containsExactly(event(3, command(77)), event(4, command(77)));
    }

    @Test
    @Rule("S-37")
    void no_other_commands_events_are_found() {
        grown(ONE, 3);
        grown(TWO, 4);
        assertThat(store().findCommand(ONE, new CommandId(ClientId.of("other"), 2)))
                .isEmpty();
        assertThat(store().findCommand(ONE, command(4))).isEmpty();
        assertThat(store().findCommand(THREE, command(1))).isEmpty();
    }
}
