package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;

/** What a log keeps and for how long: two snapshots, trims, deletion and what is left of it. */
abstract class SessionRetentionContract extends SessionContract {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    @Rule("S-65")
    void a_snapshot_of_another_epoch_is_not_kept() {
        SessionHead before = grown(ONE, 5);
        assertThat(store().saveSnapshot(ONE, "made-up", snapshot(2))).isFalse();
        store().newEpoch();
        assertThat(store().saveSnapshot(ONE, before.epoch(), snapshot(2))).isFalse();
        assertThat(slice(ONE, 0, NEWEST, 0).snapshot()).isEmpty();
        assertThat(store().saveSnapshot(ONE, head(ONE).epoch(), snapshot(2))).isTrue();
    }

    @Test
    @Rule("S-66")
    void the_two_newest_snapshots_are_kept() {
        grown(ONE, 8);
        save(ONE, snapshot(2));
        save(ONE, snapshot(4));
        save(ONE, snapshot(7));
        assertThat(slice(ONE, 0, NEWEST, 0).newest()).isEqualTo(snapshot(7));
        assertThat(slice(ONE, 0, 6, 0).newest()).isEqualTo(snapshot(4));
        assertThat(slice(ONE, 0, 3, 0).newest()).isNull();
    }

    @Test
    @Rule("S-67")
    void a_read_begins_at_the_newest_snapshot_up_to_a_revision() {
        grown(ONE, 8);
        save(ONE, snapshot(3));
        save(ONE, snapshot(6));
        SessionSlice older = slice(ONE, 1, 5, 2);
        assertThat(older.newest()).isEqualTo(snapshot(3));
        assertThat(revisions(older.events())).containsExactly(4L, 5L);
        assertThat(slice(ONE, 0, 6, 0).newest()).isEqualTo(snapshot(6));
        assertThat(slice(ONE, 0, 3, 0).newest()).isEqualTo(snapshot(3));
        SessionSlice none = slice(ONE, 3, 5, 100);
        assertThat(none.newest()).isNull();
        assertThat(revisions(none.events())).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(revisions(slice(ONE, 0, 2, 3).events())).containsExactly(1L, 2L, 3L);
    }

    @Test
    @Rule("S-68")
    void a_trim_drops_events_up_to_a_revision_and_nothing_else() {
        SessionHead head = grown(ONE, 8);
        save(ONE, snapshot(6));
        save(ONE, snapshot(7));
        assertThat(store().trim(ONE, head.epoch(), 0, Duration.ZERO)).isEqualTo(1);
        assertThat(store().trim(ONE, head.epoch(), 4, Duration.ZERO)).isEqualTo(5);
        SessionSlice slice = slice(ONE, 0, NONE, 100);
        assertThat(slice.head()).isEqualTo(head);
        assertThat(revisions(slice.events())).containsExactly(5L, 6L, 7L, 8L);
        assertThat(slice(ONE, 0, NEWEST, 0).newest()).isEqualTo(snapshot(7));
        assertThat(slice(ONE, 0, 6, 0).newest()).isEqualTo(snapshot(6));
        assertThat(store().trim(ONE, head.epoch(), 3, Duration.ZERO)).isEqualTo(5);
        assertThat(append(after(head))).isInstanceOf(Appended.class);
        assertThat(revisions(slice(ONE, 7, NONE, 100).events())).containsExactly(8L, 9L);
    }

    @Test
    @Rule("S-69")
    void a_trim_stops_at_the_older_of_two_snapshots() {
        SessionHead head = grown(ONE, 8);
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, Duration.ZERO))
                .isEqualTo(1);
        save(ONE, snapshot(3));
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, Duration.ZERO))
                .isEqualTo(1);
        save(ONE, snapshot(6));
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, Duration.ZERO))
                .isEqualTo(4);
        assertThat(revisions(slice(ONE, 0, NONE, 100).events())).containsExactly(4L, 5L, 6L, 7L, 8L);
    }

    @Test
    @Rule("S-70")
    void a_trim_stops_at_the_first_event_that_is_young() {
        grown(ONE, 3);
        clock().advance(MILLI);
        SessionHead head = grow(ONE, 8);
        save(ONE, snapshot(6));
        save(ONE, snapshot(7));
        clock().advance(DAY.minus(MILLI).minus(MILLI));
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, DAY)).isEqualTo(1);
        clock().advance(MILLI);
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, DAY)).isEqualTo(4);
        assertThat(revisions(slice(ONE, 0, NONE, 100).events())).containsExactly(4L, 5L, 6L, 7L, 8L);
        clock().advance(MILLI);
        assertThat(store().trim(ONE, head.epoch(), Long.MAX_VALUE, DAY)).isEqualTo(7);
    }

    @Test
    @Rule("S-71")
    void a_trim_under_another_epoch_or_of_no_session_drops_nothing() {
        SessionHead before = grown(ONE, 8);
        save(ONE, snapshot(6));
        save(ONE, snapshot(7));
        store().newEpoch();
        assertThat(store().trim(ONE, before.epoch(), 1000, Duration.ZERO)).isEqualTo(1);
        assertThat(store().trim(ONE, "made-up", 1000, Duration.ZERO)).isEqualTo(1);
        assertThat(slice(ONE, 0, NONE, 100).events()).hasSize(8);
        assertThat(store().trim(TWO, before.epoch(), 1000, Duration.ZERO)).isZero();
        assertThat(exists(TWO)).isFalse();
    }

    @Test
    @Rule("S-72")
    void a_trimmed_command_is_not_found() {
        SessionHead head = grown(ONE, 8);
        save(ONE, snapshot(3));
        save(ONE, snapshot(7));
        store().trim(ONE, head.epoch(), 1000, Duration.ZERO);
        assertThat(store().findCommand(ONE, command(3))).isEmpty();
        assertThat(store().findCommand(ONE, command(4))).containsExactly(event(4));
    }

    @Test
    @Rule("S-73")
    void a_deleted_session_keeps_its_head_alone() {
        grown(ONE, 3);
        save(ONE, snapshot(2));
        SessionHead ended = ended(ONE);
        clock().advance(DAY);
        assertThat(store().delete(ONE)).isTrue();
        SessionSlice slice = slice(ONE, 0, NEWEST, 100);
        assertThat(slice.head())
                .isEqualTo(new SessionHead(
                        ONE,
                        ADA,
                        SessionStatus.DELETED,
                        4,
                        ended.epoch(),
                        ended.createdAt(),
                        ended.updatedAt(),
                        clock().instant(),
                        null));
        assertThat(slice.newest()).isNull();
        assertThat(slice.events()).isEmpty();
        assertThat(store().findCommand(ONE, command(2))).isEmpty();
        assertThat(store().trim(ONE, ended.epoch(), 0, Duration.ZERO)).isZero();
        clock().advance(DAY);
        assertThat(store().delete(ONE)).isTrue();
        assertThat(head(ONE)).isEqualTo(slice.head());
    }

    @Test
    @Rule("S-74")
    void only_what_has_ended_is_deleted() {
        grown(ONE, 2);
        SessionSlice before = slice(ONE, 0, NONE, 100);
        assertThat(store().delete(ONE)).isFalse();
        assertThat(slice(ONE, 0, NONE, 100)).isEqualTo(before);
        assertThat(store().delete(TWO)).isFalse();
        assertThat(exists(TWO)).isFalse();
    }

    @Test
    @Rule("S-75")
    void a_deleted_session_takes_nothing() {
        SessionHead deleted = deleted(ONE);
        assertThat(append(after(deleted))).isEqualTo(new Conflict(deleted));
        assertThat(append(creating(ONE))).isEqualTo(new Conflict(deleted));
        assertThat(save(ONE, snapshot(1))).isFalse();
        assertThat(slice(ONE, 0, NEWEST, 100)).isEqualTo(new SessionSlice(deleted, null, List.of()));
    }

    @Test
    @Rule("S-76")
    void a_deleted_session_has_a_head_and_is_not_listed() {
        SessionHead deleted = deleted(ONE);
        append(creating(TWO));
        assertThat(exists(ONE)).isTrue();
        assertThat(head(ONE)).isEqualTo(deleted);
        assertThat(store().list(null, null, 10).items()).containsExactly(head(TWO));
        assertThat(store().list(ADA, null, 1).items()).containsExactly(head(TWO));
        assertThat(store().list(ADA, null, 1).next()).isNull();
    }

    @Test
    @Rule("S-77")
    void a_purge_deletes_what_ended_long_ago_the_longest_ago_first() {
        append(creating(ONE));
        append(creating(TWO));
        append(creating(THREE));
        append(creating(SessionId.of("live")));
        ended(TWO);
        clock().advance(MILLI);
        ended(ONE);
        clock().advance(MILLI);
        ended(THREE);
        clock().advance(DAY.minus(MILLI.multipliedBy(2)).minus(MILLI));
        assertThat(store().purge(DAY, 10)).isZero();
        clock().advance(MILLI.multipliedBy(2));
        assertThat(store().purge(DAY, 1)).isEqualTo(1);
        assertThat(statuses()).containsExactly(SessionStatus.ENDED, SessionStatus.DELETED, SessionStatus.ENDED);
        assertThat(slice(TWO, 0, NONE, 10).events()).isEmpty();
        assertThat(store().purge(DAY, 10)).isEqualTo(1);
        assertThat(statuses()).containsExactly(SessionStatus.DELETED, SessionStatus.DELETED, SessionStatus.ENDED);
        clock().advance(MILLI);
        assertThat(store().purge(DAY, 10)).isEqualTo(1);
        assertThat(store().purge(Duration.ZERO, 10)).isZero();
        assertThat(head(SessionId.of("live")).status()).isEqualTo(SessionStatus.LIVE);
    }

    @Test
    @Rule("S-78")
    void a_purge_forgets_what_was_deleted_long_ago() {
        deleted(ONE);
        clock().advance(SessionStore.TOMBSTONE.minus(MILLI));
        store().purge(DAY, 10);
        assertThat(append(creating(ONE))).isInstanceOf(Conflict.class);
        clock().advance(MILLI);
        store().purge(DAY, 10);
        assertThat(exists(ONE)).isFalse();
        assertThat(append(creating(ONE))).isInstanceOf(Appended.class);
        assertThat(revisions(slice(ONE, 0, NEWEST, 10).events())).containsExactly(1L);
        assertThat(store().list(null, null, 10).items()).containsExactly(head(ONE));
    }

    @Test
    @Rule("S-79")
    void trims_and_purges_outside_their_ranges_are_refused() {
        String epoch = grown(ONE, 1).epoch();
        Duration negative = MILLI.negated();
        assertThatIllegalArgumentException().isThrownBy(() -> store().trim(ONE, epoch, -1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> store().trim(ONE, epoch, 0, negative));
        assertThatIllegalArgumentException().isThrownBy(() -> store().purge(negative, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().purge(DAY, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().purge(DAY, SessionStore.MAX_BATCH + 1));
        assertThat(store().purge(DAY, SessionStore.MAX_BATCH)).isZero();
    }

    private SessionHead deleted(SessionId session) {
        append(creating(session));
        ended(session);
        store().delete(session);
        return head(session);
    }

    private List<SessionStatus> statuses() {
        return List.of(head(ONE).status(), head(TWO).status(), head(THREE).status());
    }
}
