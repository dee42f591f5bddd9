package systems.blackroad.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;

/** What a memory refuses to hold, however it comes to it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LayoutMemoryTest {

    private static final LayoutHistory NO_HISTORY = LayoutHistory.empty();

    @Test
    void as_many_layouts_and_bounds_as_allowed_are_held_and_one_more_is_refused() {
        List<SavedLayout> saved = saved(LayoutMemory.MAX_SAVED);
        List<AppBounds> bounds = bounds(LayoutMemory.MAX_BOUNDS);
        assertThat(LayoutMemory.of(NO_HISTORY, saved, bounds).saved()).isEqualTo(saved);
        assertThat(LayoutMemory.of(NO_HISTORY, saved, bounds).bounds()).isEqualTo(bounds);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutMemory.of(NO_HISTORY, saved(LayoutMemory.MAX_SAVED + 1), bounds))
                .withMessageContaining("at most 10 saved layouts, got 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutMemory.of(NO_HISTORY, saved, bounds(LayoutMemory.MAX_BOUNDS + 1)))
                .withMessageContaining("at most 50 remembered bounds, got 51");
    }

    @Test
    void nothing_is_listed_twice() {
        List<SavedLayout> twice = List.of(saved(1).get(0), saved(1).get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutMemory.of(NO_HISTORY, twice, List.of()))
                .withMessageContaining("listed twice");
        List<AppBounds> same =
                List.of(bounds(1).get(0), new AppBounds(AppId.of("app-0"), new Position(9, 9), new Size(9, 9)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutMemory.of(NO_HISTORY, List.of(), same))
                .withMessageContaining("listed twice");
    }

    @Test
    void a_full_memory_takes_a_known_name_and_no_new_one() {
        LayoutMemory full = LayoutMemory.of(NO_HISTORY, saved(LayoutMemory.MAX_SAVED), List.of());
        assertThat(full.withSaved(saved(1).get(0))).isEqualTo(full);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.withSaved(new SavedLayout("new", List.of())))
                .withMessageContaining("at most 10 saved layouts, got 11");
    }

    private static List<SavedLayout> saved(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SavedLayout("layout " + i, List.of()))
                .toList();
    }

    private static List<AppBounds> bounds(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AppBounds(AppId.of("app-" + i), new Position(i, i), new Size(1, 1)))
                .toList();
    }
}
