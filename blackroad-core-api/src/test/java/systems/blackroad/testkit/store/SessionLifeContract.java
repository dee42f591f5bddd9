package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.Storage;

/** Epochs, hints, durability, namespaces, closing. */
abstract class SessionLifeContract extends SessionContract {

    @Test
    @Rule("S-44")
    void a_new_epoch_changes_every_sessions_epoch_and_nothing_else() {
        grown(ONE, 3);
        grown(TWO, 1);
        save(ONE, new SessionSnapshot(2, Payload.ofJson("state", 1, "{}")));
        SessionSlice before = slice(ONE, 0, NEWEST, 10);
        Set<String> epochs =
                new HashSet<>(List.of(before.head().epoch(), head(TWO).epoch()));
        for (int i = 0; i < 3; i++) {
            store().newEpoch();
            SessionSlice after = slice(ONE, 0, NEWEST, 10);
            assertThat(epochs).doesNotContain(after.head().epoch(), head(TWO).epoch());
            epochs.add(after.head().epoch());
            epochs.add(head(TWO).epoch());
            assertThat(after.head().revision()).isEqualTo(3);
            assertThat(after.newest()).isEqualTo(before.newest());
            assertThat(after.events()).isEqualTo(before.events());
        }
    }

    @Test
    @Rule("S-45")
    void a_session_created_after_a_new_epoch_has_no_earlier_one() {
        Set<String> epochs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            SessionId session = SessionId.of("s" + i);
            append(creating(session));
            assertThat(epochs.add(head(session).epoch()))
                    .as("epoch %d is new", i)
                    .isTrue();
            store().newEpoch();
        }
    }

    @Test
    @Rule("S-46")
    void a_listener_hears_of_appends() {
        Heard heard = new Heard();
        store().hints(heard);
        append(creating(ONE));
        assertThat(heard.hears("one", () -> append(after(head(ONE))), fixture().patience()))
                .isTrue();
    }

    @Test
    @Rule("S-47")
    void a_listener_hears_of_another_instances_appends_or_its_reads_show_them() {
        Storage other = fixture().open();
        Heard heard = new Heard();
        other.sessions().hints(heard);
        append(creating(ONE));
        if (fixture().hintsCrossInstances()) {
            assertThat(heard.hears(
                            "one", () -> append(after(head(ONE))), fixture().patience()))
                    .isTrue();
        } else {
            assertThat(other.sessions().heads(Set.of(ONE))).containsEntry(ONE, head(ONE));
        }
    }

    @Test
    @Rule("S-48")
    void a_closed_registration_hears_nothing_of_later_appends() {
        Heard closed = new Heard();
        HintSubscription registration = store().hints(closed);
        registration.close();
        registration.close();
        append(creating(ONE));
        Heard open = new Heard();
        try (HintSubscription still = store().hints(open)) {
            open.hears("one", () -> append(after(head(ONE))), fixture().patience());
            assertThat(still).isNotNull();
        }
        assertThat(closed.nothing()).isTrue();
    }

    @Test
    @Rule("S-49")
    void a_listener_that_throws_disturbs_nobody() {
        AtomicInteger thrown = new AtomicInteger();
        store().hints(keys -> {
            thrown.incrementAndGet();
            throw new IllegalStateException("a listener that fails");
        });
        Heard heard = new Heard();
        store().hints(heard);
        append(creating(ONE));
        boolean othersHear =
                heard.hears("one", () -> append(after(head(ONE))), fixture().patience());
        // Without the first, this store gave no hint at all, which is not what this test is about.
        assertThat(othersHear || thrown.get() == 0).isTrue();
        assertThat(head(ONE).revision()).isGreaterThanOrEqualTo(2);
    }

    @Test
    @Rule("S-50")
    void the_store_its_face_and_the_fixture_agree_on_the_durability_class() {
        assertThat(store().durability()).isEqualTo(fixture().durability());
        assertThat(storage().faces())
                .filteredOn(face -> face.name().equals("sessions"))
                .extracting(Face::durability)
                .containsExactly(fixture().durability());
    }

    @Test
    @Rule("S-51")
    void what_was_acknowledged_outlives_the_instances_as_the_class_says() {
        SessionHead head = grown(ONE, 3);
        save(ONE, new SessionSnapshot(2, Payload.ofJson("state", 1, "{}")));
        SessionSlice before = slice(ONE, 0, NEWEST, 10);
        fixture().closeInstances();
        try (Storage reopened = fixture().open()) {
            if (fixture().durability() == Durability.D0) {
                assertThat(reopened.sessions().read(ONE, 0, NEWEST, 10)).isEmpty();
            } else {
                assertThat(reopened.sessions().read(ONE, 0, NEWEST, 10)).hasValue(before);
                assertThat(reopened.sessions().heads(Set.of(ONE))).containsEntry(ONE, head);
            }
        }
    }

    @Test
    @Rule("S-52")
    void namespaces_do_not_see_each_others_sessions() {
        append(creating(ONE));
        Storage neighbour = fixture().openNeighbour();
        assertThat(neighbour.sessions().heads(Set.of(ONE))).isEmpty();
        assertThat(neighbour.sessions().list(null, null, 10).items()).isEmpty();
    }

    @Test
    @Rule("S-53")
    void an_open_storage_answers_and_closing_twice_is_as_once() {
        Storage other = fixture().open();
        assertThatCode(other::ping).doesNotThrowAnyException();
        other.close();
        assertThatCode(other::close).doesNotThrowAnyException();
        assertThatCode(storage()::ping).doesNotThrowAnyException();
        assertThat(exists(ONE)).isFalse();
    }
}
