package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState.Workspaces;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/** Documents to import: former states of the same desk, most of them with something changed. Not thread-safe. */
final class Exports {

    private static final int KEPT = 8;

    private final SplittableRandom random;
    private final List<PortableDesktop> kept = new ArrayList<>();

    Exports(SplittableRandom random) {
        this.random = random;
    }

    /** Now and then keeps how the desk stands. */
    void look(@Nullable Desk desk) {
        if (desk != null && (kept.isEmpty() || random.nextInt(4) == 0)) {
            PortableDesktop exported = PortableDesktop.of(desk.toState());
            if (kept.size() < KEPT) {
                kept.add(exported);
            } else {
                kept.set(random.nextInt(KEPT), exported);
            }
        }
    }

    PortableDesktop next() {
        if (kept.isEmpty()) {
            return new PortableDesktop(WindowStack.empty(), Workspaces.INITIAL, List.of(), List.of(), Desktop.empty());
        }
        PortableDesktop document = kept.get(random.nextInt(kept.size()));
        if (document.stack().size() == 0) {
            return document;
        }
        try {
            return with(document, changed(document));
        } catch (IllegalArgumentException e) {
            // What the values themselves refuse never reaches the laws.
            return document;
        }
    }

    private WindowStack changed(PortableDesktop document) {
        WindowStack stack = document.stack();
        WindowId id = stack.get(random.nextInt(stack.size())).id();
        return switch (random.nextInt(10)) {
            case 0 -> WindowStack.of(swapped(stack.windows()), stack.active(), stack.focusOrder());
            case 1 -> WindowStack.of(stack.windows(), random.nextBoolean() ? id : null, stack.focusOrder());
            case 2 -> WindowStack.of(stack.windows(), stack.active(), swapped(stack.focusOrder()));
            case 3 -> relaid(stack, id, layout -> layout.withLayer(WindowLayer.values()[random.nextInt(5)]));
            case 4 -> relaid(stack, id, layout -> layout.withFullscreen(!layout.fullscreen()));
            case 5 -> relaid(stack, id, layout -> layout.withSize(new Size(1 + random.nextInt(400), 300)));
            case 6 -> relaid(stack, id, layout -> layout.withWorkspace(somewhere(document), random.nextBoolean()));
            case 7 -> stack.changed(id, window -> window.withNotice(notice()));
            default -> stack;
        };
    }

    private static WindowStack relaid(WindowStack stack, WindowId id, UnaryOperator<WindowLayout> change) {
        return stack.changed(id, window -> window.withLayout(change.apply(window.layout())));
    }

    private WindowNotice notice() {
        return new WindowNotice(random.nextBoolean() ? "123456789" : "1", null, false, random.nextBoolean());
    }

    private WorkspaceId somewhere(PortableDesktop document) {
        List<Workspace> list = document.workspaces().list();
        return random.nextInt(5) == 0
                ? WorkspaceId.of("nowhere")
                : list.get(random.nextInt(list.size())).id();
    }

    private <T> List<T> swapped(List<T> list) {
        List<T> other = new ArrayList<>(list);
        Collections.swap(other, random.nextInt(other.size()), random.nextInt(other.size()));
        return other;
    }

    private static PortableDesktop with(PortableDesktop document, WindowStack stack) {
        return new PortableDesktop(
                stack, document.workspaces(), document.saved(), document.bounds(), document.desktop());
    }
}
