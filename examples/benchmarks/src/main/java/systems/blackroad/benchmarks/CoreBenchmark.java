package systems.blackroad.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Window;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsLogic;

/**
 * One command on a desktop of twenty windows whose history of changes is full: decided into its event, and the event
 * applied, which {@link OsLogic#decide} does both. The windows take turns, from the bottom to the top. Two commands that belong together are one list, and a
 * figure is of one of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoreBenchmark {

    private static final int WINDOWS = 20;
    private static final SessionId SESSION = SessionId.of("benchmark");
    private static final Actor ACTOR = Actor.of(UserId.of("ada"));

    private final OsLogic logic = OsLogic.of(SessionLimits.defaults());
    private final OsState state = desktop(logic);
    private final List<CommandEnvelope> raise = forEach(window -> List.of(new FocusWindow(window.id())));
    private final List<CommandEnvelope> move =
            forEach(window -> List.of(new MoveWindow(window.id(), new Position(640, 480))));
    private final List<CommandEnvelope> closeAndOpen =
            forEach(window -> List.of(new CloseWindow(window.id()), OpenWindow.of("notes")));
    private final List<CommandEnvelope> minimizeAndRestore =
            forEach(window -> List.of(new MinimizeWindow(window.id()), new RestoreWindow(window.id())));
    private int turn;

    /** For JMH. */
    public CoreBenchmark() {}

    /** A window comes to the top; nineteen of twenty times it is not there yet. */
    @Benchmark
    public Decision raise() {
        return decide(raise);
    }

    /** A window moves. */
    @Benchmark
    public Decision move() {
        return decide(move);
    }

    /** A window is closed, then one is opened. */
    @Benchmark
    @OperationsPerInvocation(2)
    public Decision closeAndOpen() {
        return decide(closeAndOpen);
    }

    /** A window is minimized, then restored. */
    @Benchmark
    @OperationsPerInvocation(2)
    public Decision minimizeAndRestore() {
        return decide(minimizeAndRestore);
    }

    private Decision decide(List<CommandEnvelope> envelopes) {
        turn = turn + 1 == WINDOWS ? 0 : turn + 1;
        return logic.decide(state, envelopes.get(turn));
    }

    private interface Wish {
        List<OsCommand> about(Window window);
    }

    private List<CommandEnvelope> forEach(Wish wish) {
        return state.windows().stream()
                .map(window -> envelope(2, wish.about(window)))
                .toList();
    }

    private static OsState desktop(OsLogic logic) {
        OsState state = after(logic, null, envelope(0, List.of(OpenSession.empty())));
        for (int i = 0; i < WINDOWS; i++) {
            state = after(logic, state, envelope(1000 + i, List.of(OpenWindow.of("notes"))));
        }
        for (int i = 0; i < LayoutHistory.MAX_STEPS; i++) {
            Position to = new Position(i, i);
            state = after(
                    logic,
                    state,
                    envelope(
                            2000 + i,
                            List.of(new MoveWindow(
                                    state.stack().get(i % WINDOWS).id(), to))));
        }
        return state;
    }

    private static OsState after(OsLogic logic, @Nullable OsState state, CommandEnvelope envelope) {
        if (logic.decide(state, envelope) instanceof Decision.Accepted accepted) {
            return accepted.state();
        }
        throw new IllegalStateException("the desktop for the benchmark could not be set up: " + envelope.commands());
    }

    private static CommandEnvelope envelope(int number, List<OsCommand> commands) {
        return new CommandEnvelope(
                SESSION,
                ACTOR,
                new CommandId(ClientId.of("tab"), number + 1),
                Instant.parse("2026-11-26T12:00:00Z"),
                "w" + number,
                commands);
    }
}
