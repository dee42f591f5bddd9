package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.AppendResult.Expired;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.StoredEvent;

/** Activity, deadlines, and the one append that ends an expired session. */
abstract class SessionExpiryContract extends SessionContract {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final SessionTerms HALF_AN_HOUR = new SessionTerms(IDLE, null);

    @Test
    @Rule("S-54")
    void a_session_was_active_when_the_store_took_its_last_append_or_touch() {
        Instant created = clock().instant();
        StoredEvent early = eventAt(1, created.minusSeconds(500));
        append(new Append(ONE, ADA, 0, null, SessionStatus.LIVE, List.of(early)));
        assertThat(head(ONE).activeAt()).isEqualTo(created);
        Instant appended = clock().advance(Duration.ofMillis(1234));
        SessionHead head = head(ONE);
        StoredEvent late = eventAt(2, appended.plusSeconds(500));
        AppendResult result = append(new Append(ONE, ADA, 1, head.epoch(), SessionStatus.LIVE, List.of(late)));
        assertThat(head(ONE).activeAt()).isEqualTo(appended);
        assertThat(result)
                .isInstanceOfSatisfying(
                        Appended.class,
                        answer -> assertThat(answer.head().activeAt()).isEqualTo(appended));
        Instant touched = clock().advance(Duration.ofMillis(17));
        store().touch(Set.of(ONE));
        assertThat(head(ONE).activeAt()).isEqualTo(touched);
        clock().set(created);
        store().touch(Set.of(ONE));
        append(after(head(ONE)));
        assertThat(head(ONE).activeAt()).isEqualTo(touched);
    }

    @Test
    @Rule("S-55")
    void the_deadline_is_the_earlier_of_the_idle_and_the_absolute_one() {
        Instant created = clock().instant();
        append(creating(ONE, new SessionTerms(IDLE, Duration.ofHours(1))));
        append(creating(TWO, new SessionTerms(null, Duration.ofHours(1))));
        append(creating(THREE));
        assertThat(head(ONE).expiresAt()).isEqualTo(created.plus(IDLE));
        assertThat(head(TWO).expiresAt()).isEqualTo(created.plus(Duration.ofHours(1)));
        assertThat(head(THREE).expiresAt()).isNull();
        Instant active = clock().advance(Duration.ofMinutes(10));
        assertThat(append(after(head(ONE))))
                .isInstanceOfSatisfying(
                        Appended.class,
                        answer -> assertThat(answer.head().expiresAt()).isEqualTo(active.plus(IDLE)));
        assertThat(head(ONE).expiresAt()).isEqualTo(active.plus(IDLE));
        clock().advance(Duration.ofMinutes(29));
        store().touch(Set.of(ONE, TWO));
        assertThat(head(ONE).expiresAt()).isEqualTo(created.plus(Duration.ofHours(1)));
        assertThat(head(TWO).expiresAt()).isEqualTo(created.plus(Duration.ofHours(1)));
        assertThat(ended(ONE).expiresAt()).isNull();
    }

    @Test
    @Rule("S-55")
    void the_absolute_deadline_counts_from_the_stores_time_not_from_the_first_events() {
        Instant created = clock().instant();
        append(new Append(
                ONE,
                ADA,
                0,
                null,
                SessionStatus.LIVE,
                List.of(eventAt(1, created.minusSeconds(7000))),
                new SessionTerms(null, Duration.ofHours(1)),
                false));
        assertThat(head(ONE).expiresAt()).isEqualTo(created.plus(Duration.ofHours(1)));
    }

    @Test
    @Rule("S-56")
    void the_first_terms_stay() {
        append(creating(ONE, HALF_AN_HOUR));
        SessionHead head = head(ONE);
        append(new Append(
                ONE,
                ADA,
                1,
                head.epoch(),
                SessionStatus.LIVE,
                events(2, 1),
                new SessionTerms(Duration.ofHours(9), null),
                false));
        assertThat(head(ONE).expiresAt()).isEqualTo(head.expiresAt());
        assertThat(head(ONE).revision()).isEqualTo(2);
    }

    @Test
    @Rule("S-57")
    void from_its_deadline_on_a_session_takes_no_append() {
        append(creating(ONE, HALF_AN_HOUR));
        clock().advance(IDLE.minus(MILLI));
        assertThat(append(after(head(ONE)))).isInstanceOf(Appended.class);
        clock().advance(IDLE);
        SessionHead head = head(ONE);
        assertThat(head.status()).isEqualTo(SessionStatus.LIVE);
        assertThat(append(after(head))).isEqualTo(new Expired(head));
        assertThat(append(after(head, SessionStatus.ENDED))).isEqualTo(new Expired(head));
        assertThat(append(creating(ONE))).isEqualTo(new Expired(head));
        assertThat(append(new Append(ONE, ADA, 1, "made-up", SessionStatus.LIVE, events(2, 1))))
                .isEqualTo(new Expired(head));
        assertThat(slice(ONE, 0, NONE, 10).head()).isEqualTo(head);
        assertThat(slice(ONE, 0, NONE, 10).events()).hasSize(2);
    }

    @Test
    @Rule("S-58")
    void what_ends_an_expired_session_stands_from_its_deadline_on_and_not_before() {
        append(creating(ONE, HALF_AN_HOUR));
        append(creating(TWO));
        SessionHead head = head(ONE);
        clock().advance(IDLE.minus(MILLI));
        assertThat(append(expiring(head))).isEqualTo(new Conflict(head));
        assertThat(append(expiring(head(TWO)))).isEqualTo(new Conflict(head(TWO)));
        clock().advance(MILLI);
        Append stale =
                new Append(ONE, ADA, 2, head.epoch(), SessionStatus.ENDED, events(3, 1), SessionTerms.ENDLESS, true);
        assertThat(append(stale)).isEqualTo(new Conflict(head));
        assertThat(append(expiring(head))).isInstanceOf(Appended.class);
        assertThat(head(ONE).status()).isEqualTo(SessionStatus.ENDED);
        assertThat(append(expiring(head(ONE)))).isEqualTo(new Conflict(head(ONE)));
        assertThat(head(ONE).revision()).isEqualTo(2);
    }

    @Test
    @Rule("S-59")
    void of_callers_that_race_to_end_an_expired_session_exactly_one_does() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            SessionId session = SessionId.of("round" + round);
            append(creating(session, HALF_AN_HOUR));
            clock().advance(IDLE);
            SessionHead head = head(session);
            List<AppendResult> results = race.run(List.of(
                    appending(store(), expiring(head)),
                    appending(other, expiring(head)),
                    appending(store(), expiring(head)),
                    appending(other, expiring(head))));
            assertThat(results)
                    .as(race.describe(round))
                    .filteredOn(Appended.class::isInstance)
                    .hasSize(1);
            assertThat(head(session).revision()).as(race.describe(round)).isEqualTo(2);
        }
    }

    @Test
    @Rule("S-60")
    void a_touch_puts_the_deadline_off_and_changes_nothing_else() {
        append(creating(ONE, HALF_AN_HOUR));
        append(creating(TWO));
        append(creating(THREE, HALF_AN_HOUR));
        SessionSlice before = slice(ONE, 0, NONE, 10);
        clock().advance(IDLE.minus(MILLI));
        assertThat(store().touch(Set.of(ONE, TWO))).containsExactlyInAnyOrder(ONE, TWO);
        SessionSlice after = slice(ONE, 0, NONE, 10);
        assertThat(after.events()).isEqualTo(before.events());
        assertThat(after.head())
                .usingRecursiveComparison()
                .ignoringFields("activeAt", "expiresAt")
                .isEqualTo(before.head());
        clock().advance(IDLE.minus(MILLI));
        assertThat(append(after(head(THREE)))).isInstanceOf(Expired.class);
        assertThat(append(after(head(ONE)))).isInstanceOf(Appended.class);
    }

    @Test
    @Rule("S-61")
    void a_touch_leaves_what_is_not_live_as_it_is() {
        append(creating(ONE));
        ended(ONE);
        append(creating(TWO, HALF_AN_HOUR));
        append(creating(THREE));
        ended(THREE);
        store().delete(THREE);
        clock().advance(IDLE);
        SessionHead one = head(ONE);
        SessionHead two = head(TWO);
        SessionHead three = head(THREE);
        assertThat(store().touch(Set.of(ONE, TWO, THREE, SessionId.of("four")))).isEmpty();
        assertThat(List.of(head(ONE), head(TWO), head(THREE))).containsExactly(one, two, three);
    }

    @Test
    @Rule("S-62")
    void of_a_touch_and_what_ends_an_expired_session_exactly_one_wins() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            SessionId session = SessionId.of("round" + round);
            append(creating(session, HALF_AN_HOUR));
            SessionHead head = head(session);
            clock().advance(IDLE.minus(MILLI));
            Callable<Boolean> touching = () -> other.touch(Set.of(session)).contains(session);
            Callable<Boolean> ending = () -> {
                clock().advance(MILLI);
                return store().append(List.of(expiring(head))).get(0) instanceof Appended;
            };
            List<Boolean> won = race.run(List.of(touching, ending));
            assertThat(won).as(race.describe(round)).containsExactlyInAnyOrder(true, false);
            assertThat(head(session).status())
                    .as(race.describe(round))
                    .isEqualTo(won.get(1) ? SessionStatus.ENDED : SessionStatus.LIVE);
        }
    }

    @Test
    @Rule("S-63")
    void the_expired_are_found_from_their_deadline_on_the_longest_overdue_first() {
        append(creating(ONE, new SessionTerms(Duration.ofMinutes(20), null)));
        append(creating(TWO, new SessionTerms(null, Duration.ofMinutes(15))));
        append(creating(THREE, new SessionTerms(Duration.ofMinutes(5), null)));
        append(creating(SessionId.of("endless")));
        append(creating(SessionId.of("gone"), new SessionTerms(MILLI, null)));
        clock().advance(MILLI);
        append(expiring(head(SessionId.of("gone"))));
        clock().advance(Duration.ofMinutes(5).minus(Duration.ofMillis(2)));
        store().touch(Set.of(THREE));
        clock().advance(Duration.ofMinutes(5).minus(MILLI));
        assertThat(ids(store().expired(10))).isEmpty();
        clock().advance(MILLI);
        assertThat(store().expired(10)).containsExactly(head(THREE));
        clock().advance(Duration.ofMinutes(10).plus(MILLI));
        assertThat(ids(store().expired(10))).containsExactly(THREE, TWO, ONE);
        assertThat(ids(store().expired(2))).containsExactly(THREE, TWO);
        append(expiring(head(THREE)));
        assertThat(ids(store().expired(10))).containsExactly(TWO, ONE);
    }

    @Test
    @Rule("S-64")
    void touches_and_searches_outside_their_ranges_are_refused() {
        Set<SessionId> many = new HashSet<>();
        for (int i = 0; i <= SessionStore.MAX_BATCH; i++) {
            many.add(SessionId.of("s" + i));
        }
        assertThat(store().touch(Set.of())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store().touch(many));
        assertThatIllegalArgumentException().isThrownBy(() -> store().expired(0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().expired(SessionStore.MAX_BATCH + 1));
        assertThat(store().expired(SessionStore.MAX_BATCH)).isEmpty();
    }

    private StoredEvent eventAt(long revision, Instant at) {
        StoredEvent event = event(revision);
        return new StoredEvent(
                revision, at, event.actor(), event.command(), event.bodyHash(), event.trace(), event.payload());
    }

    private static Callable<AppendResult> appending(SessionStore store, Append append) {
        return () -> store.append(List.of(append)).get(0);
    }

    private static List<SessionId> ids(List<SessionHead> heads) {
        return heads.stream().map(SessionHead::id).toList();
    }
}
