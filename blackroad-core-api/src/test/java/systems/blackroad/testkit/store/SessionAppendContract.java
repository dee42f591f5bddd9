package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;

/** Appends of one caller: what stands, what conflicts, and batches. */
abstract class SessionAppendContract extends SessionContract {

    @Test
    @Rule("S-1")
    void an_append_at_revision_0_creates_the_session() {
        AppendResult result = append(creating(ONE));
        assertThat(result).isInstanceOfSatisfying(Appended.class, appended -> {
            assertThat(appended.head().id()).isEqualTo(ONE);
            assertThat(appended.head().revision()).isEqualTo(1);
        });
        assertThat(exists(ONE)).isTrue();
    }

    @Test
    @Rule("S-2")
    void the_head_says_who_what_and_when() {
        Instant first = clock().instant();
        append(creating(ONE));
        SessionHead created = head(ONE);
        Instant last = clock().advance(Duration.ofMillis(1234));
        append(after(created));
        SessionHead head = head(ONE);
        assertThat(created.epoch()).isNotBlank();
        assertThat(created.updatedAt()).isEqualTo(first);
        assertThat(head)
                .isEqualTo(new SessionHead(
                        ONE, ADA, SessionStatus.LIVE, 2, created.epoch(), first, last, head.activeAt(), null));
    }

    @Test
    @Rule("S-3")
    void an_append_at_the_heads_revision_and_epoch_moves_the_head() {
        SessionHead head = grown(ONE, 3);
        AppendResult result = append(after(head, SessionStatus.ENDED));
        assertThat(result).isInstanceOfSatisfying(Appended.class, appended -> {
            assertThat(appended.head().revision()).isEqualTo(4);
            assertThat(appended.head().status()).isEqualTo(SessionStatus.ENDED);
        });
    }

    @Test
    @Rule("S-4")
    void an_append_at_another_revision_is_a_conflict_that_names_the_head() {
        SessionHead head = grown(ONE, 3);
        for (long revision : List.of(1L, 2L, 4L, 9L)) {
            AppendResult result =
                    append(new Append(ONE, ADA, revision, head.epoch(), SessionStatus.LIVE, events(revision + 1, 1)));
            assertThat(result).as("at revision %d", revision).isEqualTo(new Conflict(head));
        }
        assertThat(head(ONE)).isEqualTo(head);
    }

    @Test
    @Rule("S-5")
    void an_append_that_creates_what_exists_is_a_conflict_that_names_the_head() {
        SessionHead head = grown(ONE, 2);
        assertThat(append(creating(ONE, BOB))).isEqualTo(new Conflict(head));
        assertThat(append(new Append(ONE, ADA, 0, head.epoch(), SessionStatus.LIVE, events(1, 1))))
                .isEqualTo(new Conflict(head));
        assertThat(head(ONE)).isEqualTo(head);
    }

    @Test
    @Rule("S-6")
    void an_append_to_nothing_is_a_conflict_without_a_head() {
        AppendResult result = append(new Append(ONE, ADA, 3, "some-epoch", SessionStatus.LIVE, events(4, 1)));
        assertThat(result).isEqualTo(new Conflict(null));
        assertThat(exists(ONE)).isFalse();
    }

    @Test
    @Rule("S-7")
    void an_append_under_another_epoch_is_a_conflict_though_the_revision_matches() {
        SessionHead before = grown(ONE, 2);
        store().newEpoch();
        SessionHead head = head(ONE);
        assertThat(append(after(before))).isInstanceOf(Conflict.class);
        assertThat(append(new Append(ONE, ADA, 2, "made-up", SessionStatus.LIVE, events(3, 1))))
                .isInstanceOf(Conflict.class);
        assertThat(append(new Append(ONE, ADA, 2, null, SessionStatus.LIVE, events(3, 1))))
                .isInstanceOf(Conflict.class);
        assertThat(head(ONE).revision()).isEqualTo(head.revision());
    }

    @Test
    @Rule("S-8")
    void an_ended_session_takes_no_append_and_is_never_resurrected() {
        grown(ONE, 2);
        SessionHead ended = ended(ONE);
        assertThat(append(after(ended))).isEqualTo(new Conflict(ended));
        assertThat(append(creating(ONE))).isEqualTo(new Conflict(ended));
        assertThat(head(ONE)).isEqualTo(ended);
    }

    @Test
    @Rule("S-9")
    void the_events_of_an_append_stand_together() {
        append(new Append(ONE, ADA, 0, null, SessionStatus.LIVE, events(1, 3)));
        SessionHead head = head(ONE);
        append(new Append(ONE, ADA, 3, head.epoch(), SessionStatus.LIVE, events(4, 2)));
        assertThat(revisions(slice(ONE, 0, NONE, 100).events())).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    @Rule("S-10")
    void the_first_owner_stays_the_owner() {
        SessionHead head = grown(ONE, 1);
        append(new Append(ONE, BOB, 1, head.epoch(), SessionStatus.LIVE, events(2, 1)));
        assertThat(head(ONE).revision()).isEqualTo(2);
        assertThat(head(ONE).user()).isEqualTo(ADA);
    }

    @Test
    @Rule("S-11")
    void a_batch_answers_in_its_order() {
        SessionHead two = grown(TWO, 4);
        List<AppendResult> results = store().append(List.of(creating(THREE), after(two), creating(ONE)));
        assertThat(results)
                .extracting(result -> ((Appended) result).head().id())
                .containsExactly(THREE, TWO, ONE);
    }

    @Test
    @Rule("S-12")
    void a_conflict_never_fails_its_neighbours() {
        SessionHead two = grown(TWO, 2);
        grow(TWO, 3);
        store().append(List.of(creating(ONE), after(two), creating(THREE)));
        assertThat(exists(ONE)).isTrue();
        assertThat(exists(THREE)).isTrue();
        assertThat(head(TWO).revision()).isEqualTo(3);
    }

    @Test
    @Rule("S-13")
    void a_batch_of_none_of_too_many_or_with_one_session_twice_is_refused() {
        List<Append> many = new ArrayList<>();
        for (int i = 0; i <= SessionStore.MAX_BATCH; i++) {
            many.add(creating(SessionId.of("many" + i)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store().append(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> store().append(many));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append(List.of(creating(ONE), creating(TWO), creating(ONE))));
        assertThat(store().list(null, null, 10).items()).isEmpty();
    }

    @Test
    @Rule("S-13")
    void a_batch_of_as_many_as_allowed_is_taken() {
        List<Append> batch = new ArrayList<>();
        for (int i = 0; i < SessionStore.MAX_BATCH; i++) {
            batch.add(creating(SessionId.of("many" + i)));
        }
        assertThat(store().append(batch)).hasSize(SessionStore.MAX_BATCH).hasOnlyElementsOfType(Appended.class);
    }

    @Test
    @Rule("S-14")
    void of_appends_that_race_on_one_revision_exactly_one_wins() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        grown(ONE, 1);
        for (int round = 0; round < fixture().rounds(); round++) {
            SessionHead head = head(ONE);
            List<AppendResult> results = race.run(List.of(
                    appending(store(), after(head)),
                    appending(other, after(head)),
                    appending(store(), after(head)),
                    appending(other, after(head))));
            assertThat(results)
                    .as(race.describe(round))
                    .filteredOn(Appended.class::isInstance)
                    .hasSize(1);
            assertThat(head(ONE).revision()).as(race.describe(round)).isEqualTo(head.revision() + 1);
        }
    }

    @Test
    @Rule("S-15")
    void of_callers_that_race_to_create_a_session_exactly_one_wins() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            SessionId session = SessionId.of("round" + round);
            List<AppendResult> results = race.run(List.of(
                    appending(store(), creating(session)),
                    appending(other, creating(session, BOB)),
                    appending(store(), creating(session)),
                    appending(other, creating(session, BOB))));
            assertThat(results)
                    .as(race.describe(round))
                    .filteredOn(Appended.class::isInstance)
                    .hasSize(1);
            assertThat(head(session).revision()).as(race.describe(round)).isEqualTo(1);
        }
    }

    @Test
    @Rule("S-16")
    void an_append_that_was_answered_is_in_every_later_read_of_every_instance() {
        SessionStore other = fixture().open().sessions();
        append(creating(ONE));
        for (int revision = 1; revision <= fixture().rounds(); revision++) {
            SessionHead head = grow(ONE, revision);
            assertThat(other.read(ONE, 0, NONE, 0))
                    .hasValueSatisfying(slice -> assertThat(slice.head()).isEqualTo(head));
        }
    }

    private static Callable<AppendResult> appending(SessionStore store, Append append) {
        return () -> store.append(List.of(append)).get(0);
    }
}
