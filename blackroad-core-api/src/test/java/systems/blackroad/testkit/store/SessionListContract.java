package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;

/** The list of sessions, page by page. */
abstract class SessionListContract extends SessionContract {

    @Test
    @Rule("S-38")
    void sessions_are_listed_by_their_first_event_the_newest_first() {
        append(creating(TWO));
        clock().advance(Duration.ofMillis(1));
        append(creating(ONE));
        clock().advance(Duration.ofMillis(1));
        append(creating(THREE));
        clock().advance(Duration.ofMillis(1));
        SessionHead two = grow(TWO, 3);
        SessionHead one = ended(ONE);
        assertThat(store().list(null, null, 10).items()).containsExactly(head(THREE), one, two);
    }

    @Test
    @Rule("S-39")
    void sessions_of_one_user_are_listed_alone() {
        append(creating(ONE));
        append(creating(TWO, BOB));
        append(creating(THREE));
        assertThat(ids(store().list(BOB, null, 10))).containsExactly(TWO);
        assertThat(ids(store().list(ADA, null, 10))).containsExactlyInAnyOrder(ONE, THREE);
        assertThat(ids(store().list(UserId.of("nobody"), null, 10))).isEmpty();
    }

    @Test
    @Rule("S-40")
    void pages_follow_one_another_without_a_gap_or_a_repeat() {
        List<SessionId> created = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            created.add(SessionId.of("s" + i));
            append(creating(created.get(i), i % 3 == 2 ? BOB : ADA));
            clock().advance(Duration.ofMillis(i % 4 == 3 ? 1 : 0));
        }
        assertThat(paged(null, 2)).containsExactlyInAnyOrderElementsOf(created);
        assertThat(paged(ADA, 2))
                .containsExactlyInAnyOrder(
                        created.get(0), created.get(1), created.get(3), created.get(4), created.get(6), created.get(7));
    }

    @Test
    @Rule("S-41")
    void a_page_is_no_longer_than_asked_and_only_the_last_has_no_next() {
        for (int i = 0; i < 4; i++) {
            append(creating(SessionId.of("s" + i)));
        }
        Page<SessionHead> first = store().list(null, null, 2);
        Page<SessionHead> last = store().list(null, first.next(), 2);
        assertThat(first.items()).hasSize(2);
        assertThat(first.next()).isNotNull();
        assertThat(last.items()).hasSize(2);
        assertThat(last.next()).isNull();
        assertThat(store().list(null, null, 4).next()).isNull();
        assertThat(store().list(null, null, 3).next()).isNotNull();
    }

    @Test
    @Rule("S-42")
    void a_session_created_between_two_pages_does_not_shift_the_next() {
        append(creating(ONE));
        clock().advance(Duration.ofMillis(1));
        append(creating(TWO));
        Page<SessionHead> first = store().list(null, null, 1);
        assertThat(ids(first)).containsExactly(TWO);
        clock().advance(Duration.ofMillis(1));
        append(creating(THREE));
        assertThat(ids(store().list(null, first.next(), 10))).containsExactly(ONE);
    }

    @Test
    @Rule("S-43")
    void a_list_outside_its_ranges_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().list(null, null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().list(null, null, Page.MAX_LIMIT + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().list(null, "? no page's next ?", 10));
        assertThat(store().list(null, null, Page.MAX_LIMIT).items()).isEmpty();
    }

    /** The ids on all pages of {@code limit}, in order. */
    private List<SessionId> paged(@Nullable UserId user, int limit) {
        List<SessionId> ids = new ArrayList<>();
        Page<SessionHead> page = store().list(user, null, limit);
        ids.addAll(ids(page));
        while (page.next() != null && ids.size() < 100) {
            page = store().list(user, page.next(), limit);
            ids.addAll(ids(page));
        }
        return ids;
    }

    private static List<SessionId> ids(Page<SessionHead> page) {
        return page.items().stream().map(SessionHead::id).toList();
    }
}
