package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.BlackRoad;
import systems.blackroad.core.RuntimeBuilder;

/**
 * Desktops of this library's runtime on its defaults. Each caller is a client of its own. A change is counted when it is
 * acknowledged; nothing is lost if each session's revision grew by the changes acknowledged, and each window stands where
 * the last change of it, by revision, put it.
 */
final class BlackRoadDesktops implements Desktops {

    private static final Actor ADA = Actor.of(UserId.of("ada"));

    private final Storage storage;
    private final OsRuntime runtime;
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<List<WindowId>> windows = new ArrayList<>();
    private final long revisionsBefore;
    private final AtomicLongArray sequences;
    /** By window, the newest acknowledged change: revision, x and y in one number. */
    private final AtomicLongArray newest;

    private final LongAdder acknowledged = new LongAdder();

    /** Opens the storage at {@code url}, which must be of class D2, and makes the desktops. */
    BlackRoadDesktops(String url, int desktops, int callers) {
        this(url, desktops, callers, UnaryOperator.identity());
    }

    /** The same with a runtime that is not quite on its defaults. */
    BlackRoadDesktops(String url, int desktops, int callers, UnaryOperator<RuntimeBuilder> options) {
        this.storage = Storages.open(
                url, StorageOptions.builder().requireDurability(Durability.D2).build());
        this.runtime = options.apply(BlackRoad.runtime(storage)).build();
        this.sequences = new AtomicLongArray(callers);
        this.newest = new AtomicLongArray(desktops * WINDOWS);
        long revisions = 0;
        for (int i = 0; i < desktops; i++) {
            OsSession session = runtime.open(ADA, OpenSession.empty());
            OpenWindow[] opening = new OpenWindow[WINDOWS];
            Arrays.setAll(opening, number -> OpenWindow.of("notes-" + number));
            session.execute(opening);
            OsState state = session.state();
            sessions.add(session.id());
            windows.add(state.windows().stream().map(Window::id).toList());
            revisions += state.revision();
        }
        this.revisionsBefore = revisions;
    }

    @Override
    public String name() {
        return "BlackRoad";
    }

    @Override
    public void change(int caller, Random random) {
        int session = random.nextInt(sessions.size());
        int window = random.nextInt(WINDOWS);
        Position to = new Position(random.nextInt(SPACE), random.nextInt(SPACE));
        CommandId id = new CommandId(ClientId.of("device-" + caller), sequences.incrementAndGet(caller));
        CommandOutcome outcome = runtime.execute(
                sessions.get(session),
                CommandRequest.of(ADA, id, new MoveWindow(windows.get(session).get(window), to)));
        if (outcome instanceof CommandOutcome.Applied applied) {
            acknowledged.increment();
            newest.accumulateAndGet(session * WINDOWS + window, packed(applied.revision(), to), Math::max);
        }
    }

    private static long packed(long revision, Position position) {
        return (revision * SPACE + position.x()) * SPACE + position.y();
    }

    @Override
    public void read(int caller, Random random) {
        runtime.requireState(sessions.get(random.nextInt(sessions.size())));
    }

    @Override
    public long acknowledged() {
        return acknowledged.sum();
    }

    @Override
    public long lost() {
        long revisions = 0;
        long astray = 0;
        for (int i = 0; i < sessions.size(); i++) {
            OsState state = runtime.requireState(sessions.get(i));
            revisions += state.revision();
            for (int j = 0; j < WINDOWS; j++) {
                Position stands =
                        state.findWindow(windows.get(i).get(j)).orElseThrow().position();
                long change = newest.get(i * WINDOWS + j);
                astray += change == 0 || packed(change / SPACE / SPACE, stands) == change ? 0 : 1;
            }
        }
        return Math.abs(acknowledged() - (revisions - revisionsBefore)) + astray;
    }

    @Override
    public String headTable() {
        return "blackroad_session_head";
    }

    @Override
    public void close() {
        runtime.close();
        storage.close();
    }
}
