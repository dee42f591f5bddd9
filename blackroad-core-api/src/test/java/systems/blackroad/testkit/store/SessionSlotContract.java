package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;
import systems.blackroad.api.store.SlotOutcome.Full;
import systems.blackroad.api.store.SlotOutcome.Granted;
import systems.blackroad.api.store.SlotOutcome.Held;
import systems.blackroad.api.store.Storage;

/** The numbered slots that bound how many sessions a user has. */
abstract class SessionSlotContract extends SessionContract {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final SessionId FOUR = SessionId.of("four");
    private static final int CALLERS = 100;

    @Test
    @Rule("S-80")
    void a_user_has_as_many_slots_as_the_limit() {
        List<Integer> numbers = List.of(
                ((Granted) store().reserveSlot(ADA, ONE, 3)).slot(),
                ((Granted) store().reserveSlot(ADA, TWO, 3)).slot(),
                ((Granted) store().reserveSlot(ADA, THREE, 3)).slot());
        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3);
        List<SessionId> holders = new ArrayList<>(List.of(ONE, TWO, THREE));
        holders.sort((a, b) -> Integer.compare(
                numbers.get(List.of(ONE, TWO, THREE).indexOf(a)),
                numbers.get(List.of(ONE, TWO, THREE).indexOf(b))));
        assertThat(store().reserveSlot(ADA, FOUR, 3)).isEqualTo(new Full(holders));
        assertThat(store().confirmSlot(ADA, THREE)).isTrue();
    }

    @Test
    @Rule("S-81")
    void a_session_that_has_a_slot_gets_no_second_one() {
        int slot = ((Granted) store().reserveSlot(ADA, ONE, 4)).slot();
        assertThat(store().reserveSlot(ADA, ONE, 4)).isEqualTo(new Held(slot));
        store().confirmSlot(ADA, ONE);
        assertThat(store().reserveSlot(ADA, ONE, 4)).isEqualTo(new Held(slot));
        int second = ((Granted) store().reserveSlot(ADA, TWO, 4)).slot();
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Held(second));
    }

    @Test
    @Rule("S-82")
    void a_reservation_that_is_not_confirmed_lapses() {
        store().reserveSlot(ADA, ONE, 1);
        clock().advance(SessionSlots.RESERVATION.minus(MILLI));
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Full(List.of(ONE)));
        store().reserveSlot(ADA, ONE, 1);
        clock().advance(SessionSlots.RESERVATION.minus(MILLI));
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Full(List.of(ONE)));
        clock().advance(MILLI);
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Granted(1));
        assertThat(store().reserveSlot(ADA, ONE, 1)).isEqualTo(new Full(List.of(TWO)));
    }

    @Test
    @Rule("S-83")
    void a_confirmed_slot_stays() {
        store().reserveSlot(ADA, ONE, 1);
        assertThat(store().confirmSlot(ADA, ONE)).isTrue();
        assertThat(store().confirmSlot(ADA, ONE)).isTrue();
        store().reserveSlot(ADA, ONE, 1);
        clock().advance(Duration.ofDays(400));
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Full(List.of(ONE)));
    }

    @Test
    @Rule("S-84")
    void a_slot_is_confirmed_only_by_the_session_that_has_it() {
        assertThat(store().confirmSlot(ADA, ONE)).isFalse();
        store().reserveSlot(ADA, ONE, 1);
        clock().advance(SessionSlots.RESERVATION);
        store().reserveSlot(ADA, TWO, 1);
        assertThat(store().confirmSlot(ADA, ONE)).isFalse();
        clock().advance(SessionSlots.RESERVATION);
        assertThat(store().confirmSlot(ADA, TWO)).isTrue();
    }

    @Test
    @Rule("S-84")
    void a_lapsed_slot_that_nobody_took_is_confirmed() {
        store().reserveSlot(ADA, ONE, 1);
        clock().advance(SessionSlots.RESERVATION.plus(MILLI));
        assertThat(store().confirmSlot(ADA, ONE)).isTrue();
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Full(List.of(ONE)));
    }

    @Test
    @Rule("S-85")
    void a_slot_that_was_freed_is_free() {
        store().freeSlot(ADA, ONE);
        store().reserveSlot(ADA, ONE, 1);
        store().confirmSlot(ADA, ONE);
        store().freeSlot(ADA, TWO);
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Full(List.of(ONE)));
        store().freeSlot(ADA, ONE);
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Granted(1));
        store().freeSlot(ADA, ONE);
        assertThat(store().reserveSlot(ADA, TWO, 1)).isEqualTo(new Held(1));
    }

    @Test
    @Rule("S-86")
    void users_do_not_share_slots() {
        assertThat(store().reserveSlot(ADA, ONE, 1)).isEqualTo(new Granted(1));
        assertThat(store().reserveSlot(BOB, TWO, 1)).isEqualTo(new Granted(1));
        store().freeSlot(BOB, ONE);
        assertThat(store().reserveSlot(ADA, THREE, 1)).isEqualTo(new Full(List.of(ONE)));
    }

    @Test
    @Rule("S-87")
    void of_many_that_race_for_three_slots_exactly_three_get_one() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < Math.min(3, fixture().rounds()); round++) {
            UserId user = UserId.of("user" + round);
            List<Callable<SlotOutcome>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                SessionStore store = i % 2 == 0 ? store() : other;
                SessionId session = SessionId.of("r" + round + "s" + i);
                callers.add(() -> store.reserveSlot(user, session, 3));
            }
            List<SlotOutcome> outcomes = race.run(callers);
            assertThat(outcomes)
                    .as(race.describe(round))
                    .filteredOn(Granted.class::isInstance)
                    .containsExactlyInAnyOrder(new Granted(1), new Granted(2), new Granted(3));
            assertThat(outcomes)
                    .as(race.describe(round))
                    .filteredOn(Full.class::isInstance)
                    .hasSize(CALLERS - 3);
        }
    }

    @Test
    @Rule("S-88")
    void a_session_that_races_with_itself_gets_one_slot() {
        SessionStore other = fixture().open().sessions();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            UserId user = UserId.of("user" + round);
            List<SlotOutcome> outcomes = race.run(List.of(
                    () -> store().reserveSlot(user, ONE, 9),
                    () -> other.reserveSlot(user, ONE, 9),
                    () -> store().reserveSlot(user, ONE, 9),
                    () -> other.reserveSlot(user, ONE, 9)));
            int slot = ((Held) store().reserveSlot(user, ONE, 9)).slot();
            assertThat(outcomes)
                    .as(race.describe(round))
                    .containsExactlyInAnyOrder(new Granted(slot), new Held(slot), new Held(slot), new Held(slot));
            store().freeSlot(user, ONE);
            assertThat(store().confirmSlot(user, ONE)).as(race.describe(round)).isFalse();
        }
    }

    @Test
    @Rule("S-89")
    void a_limit_outside_its_range_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().reserveSlot(ADA, ONE, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().reserveSlot(ADA, ONE, SessionSlots.MAX_SLOTS + 1));
        assertThat(store().reserveSlot(ADA, ONE, SessionSlots.MAX_SLOTS)).isInstanceOf(Granted.class);
    }

    @Test
    @Rule("S-90")
    void a_session_that_is_deleted_has_no_slot() {
        int slot = openedInSlot(ONE, ADA);
        openedInSlot(TWO, ADA);
        store().delete(ONE);
        assertThat(store().reserveSlot(ADA, THREE, 2)).isInstanceOf(Full.class);
        ended(ONE);
        assertThat(store().reserveSlot(ADA, THREE, 2)).isInstanceOf(Full.class);
        store().delete(ONE);
        assertThat(store().reserveSlot(ADA, THREE, 2)).isEqualTo(new Granted(slot));
        store().delete(ONE);
        assertThat(store().reserveSlot(ADA, FOUR, 2)).isInstanceOf(Full.class);
    }

    @Test
    @Rule("S-90")
    void a_purge_frees_the_slots_of_what_it_deletes_and_no_others() {
        UserId eve = UserId.of("eve");
        SessionId next = SessionId.of("next");
        int first = openedInSlot(ONE, ADA);
        int second = openedInSlot(TWO, ADA);
        int eves = openedInSlot(THREE, eve);
        openedInSlot(FOUR, eve);
        ended(ONE);
        ended(THREE);
        clock().advance(MILLI);
        ended(TWO);
        clock().advance(MILLI);
        store().purge(Duration.ZERO, 2);
        assertThat(store().reserveSlot(eve, next, 2)).isEqualTo(new Granted(eves));
        assertThat(store().reserveSlot(eve, SessionId.of("late"), 2)).isInstanceOf(Full.class);
        assertThat(store().reserveSlot(ADA, next, 2)).isEqualTo(new Granted(first));
        assertThat(store().reserveSlot(ADA, SessionId.of("late"), 2)).isInstanceOf(Full.class);
        store().purge(Duration.ZERO, 2);
        assertThat(store().reserveSlot(ADA, SessionId.of("late"), 2)).isEqualTo(new Granted(second));
    }

    @Test
    @Rule("S-51")
    void slots_outlive_the_instances_as_the_class_says() {
        store().reserveSlot(ADA, ONE, 1);
        store().confirmSlot(ADA, ONE);
        fixture().closeInstances();
        try (Storage reopened = fixture().open()) {
            SlotOutcome outcome = reopened.sessions().reserveSlot(ADA, TWO, 1);
            assertThat(outcome)
                    .isEqualTo(fixture().durability() == Durability.D0 ? new Granted(1) : new Full(List.of(ONE)));
        }
    }

    @Test
    @Rule("S-52")
    void namespaces_do_not_share_slots() {
        store().reserveSlot(ADA, ONE, 1);
        Storage neighbour = fixture().openNeighbour();
        assertThat(neighbour.sessions().reserveSlot(ADA, TWO, 1)).isEqualTo(new Granted(1));
    }

    /** Creates {@code session} in a confirmed slot of {@code user}, of two; answers with its number. */
    private int openedInSlot(SessionId session, UserId user) {
        int slot = ((Granted) store().reserveSlot(user, session, 2)).slot();
        append(creating(session, user));
        store().confirmSlot(user, session);
        return slot;
    }
}
