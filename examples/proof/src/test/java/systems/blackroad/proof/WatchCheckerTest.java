package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.proof.WatchChecker.Final;
import systems.blackroad.proof.WatchHistory.Seen;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WatchCheckerTest {

    private static final Map<String, Final> FINALS = Map.of("s", new Final(6, "hash6"));

    @Test
    void a_subscriber_that_resumes_and_catches_up_has_no_violation() {
        assertThat(check(sound())).isEmpty();
    }

    @Test
    void a_subscriber_whose_worker_was_killed_need_not_catch_up() {
        List<Seen> killed = sound().subList(0, 4);
        assertThat(WatchChecker.check(List.of(new WatchHistory("w s", "s", killed)), FINALS, Set.of()))
                .isEmpty();
    }

    @Test
    void a_subscriber_that_takes_over_goes_on_after_what_was_kept() {
        List<Seen> frames = sound().subList(4, 9);
        assertThat(check(frames)).isEmpty();
        List<Seen> gap = new ArrayList<>(frames);
        gap.remove(2);
        assertViolation("GAP", gap);
    }

    @Test
    void a_missing_event_is_found() {
        List<Seen> frames = sound();
        frames.remove(2);
        assertViolation("GAP", frames);
    }

    @Test
    void an_event_that_comes_twice_is_found() {
        List<Seen> frames = sound();
        frames.add(3, frames.get(2));
        assertViolation("REPEAT", frames);
    }

    @Test
    void a_resumption_elsewhere_than_asked_is_found() {
        List<Seen> frames = sound();
        frames.set(5, new Seen("P", "e", 5, "-"));
        assertViolation("GAP", frames);
    }

    @Test
    void a_snapshot_that_goes_back_or_tells_of_a_loss_is_found() {
        List<Seen> back = sound();
        back.set(5, new Seen("S", "e", 3, "LAGGED"));
        assertViolation("BACK", back);
        List<Seen> lost = sound();
        lost.set(5, new Seen("S", "e", 4, "FUTURE"));
        assertViolation("BACK", lost);
        List<Seen> epoch = sound();
        epoch.set(5, new Seen("S", "f", 4, "EPOCH"));
        assertViolation("BACK", epoch);
    }

    @Test
    void an_event_of_another_epoch_is_found() {
        List<Seen> frames = sound();
        frames.set(6, new Seen("E", "f", 5, "-"));
        assertViolation("EPOCH", frames);
    }

    @Test
    void an_event_that_does_not_fit_the_state_is_found() {
        List<Seen> frames = sound();
        frames.add(3, new Seen("F", "e", 3, "-"));
        assertViolation("MISFIT", frames);
    }

    @Test
    void two_subscribers_with_different_states_at_one_revision_are_found() {
        List<Seen> other = sound();
        other.add(4, new Seen("C", "e", 4, "other"));
        List<Seen> one = sound();
        one.add(4, new Seen("C", "e", 4, "hash4"));
        List<String> violations = WatchChecker.check(
                List.of(new WatchHistory("one s", "s", one), new WatchHistory("two s", "s", other)),
                FINALS,
                Set.of("one s", "two s"));
        assertThat(violations).singleElement().asString().startsWith("DIVERGED two s");
    }

    @Test
    void an_end_in_another_state_than_a_fresh_read_gives_is_found() {
        List<Seen> frames = sound();
        frames.set(frames.size() - 1, new Seen("Z", "e", 6, "other"));
        assertViolation("DIVERGED", frames);
    }

    @Test
    void a_subscriber_that_does_not_catch_up_is_found() {
        List<Seen> frames = sound();
        frames.remove(7);
        frames.set(7, new Seen("Z", "e", 5, "hash5"));
        assertViolation("BEHIND", frames);
        assertViolation("BEHIND", sound().subList(0, 8));
        assertThat(WatchChecker.check(List.of(), FINALS, Set.of("w s")))
                .singleElement()
                .asString()
                .startsWith("BEHIND w s");
    }

    private static void assertViolation(String kind, List<Seen> frames) {
        assertThat(check(frames)).anyMatch(violation -> violation.startsWith(kind + " w s"));
    }

    private static List<String> check(List<Seen> frames) {
        return WatchChecker.check(List.of(new WatchHistory("w s", "s", frames)), FINALS, Set.of("w s"));
    }

    /** A snapshot, two events, a resumption, two more events, and the end. */
    private static List<Seen> sound() {
        return new ArrayList<>(List.of(
                new Seen("A", "-", 0, "-"),
                new Seen("S", "e", 2, "START"),
                new Seen("E", "e", 3, "-"),
                new Seen("E", "e", 4, "-"),
                new Seen("A", "e", 4, "-"),
                new Seen("P", "e", 4, "-"),
                new Seen("E", "e", 5, "-"),
                new Seen("E", "e", 6, "-"),
                new Seen("Z", "e", 6, "hash6")));
    }
}
