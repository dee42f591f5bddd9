package systems.blackroad.proof;

import java.util.Objects;
import java.util.Random;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.WindowId;

/**
 * A worker's command in a form that fits into its journal, so that another worker can send the very same one.
 *
 * @param kind what to do
 * @param window the window's id; empty when opening
 * @param x where to move it, in pixels; else 0
 * @param y where to move it, in pixels; else 0
 */
record Move(Kind kind, String window, int x, int y) {

    /** What a move does. */
    enum Kind {
        OPEN,
        CLOSE,
        FOCUS,
        MINIMIZE,
        MAXIMIZE,
        RESTORE,
        MOVE
    }

    private static final int FEW = 3;
    private static final int MANY = 12;

    Move {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(window, "window");
    }

    /** Something to do with a session as it stands. */
    static Move random(OsState state, Random random) {
        int open = state.windows().size();
        if (open < FEW || (open < MANY && random.nextInt(6) == 0)) {
            return new Move(Kind.OPEN, "", 0, 0);
        }
        String window = state.windows().get(random.nextInt(open)).id().value();
        Kind[] kinds = Kind.values();
        // Places beyond the last kind move, so that moves are the most frequent.
        Kind kind = kinds[Math.min(1 + random.nextInt(kinds.length), kinds.length - 1)];
        return kind == Kind.MOVE
                ? new Move(kind, window, random.nextInt(2000), random.nextInt(1000))
                : new Move(kind, window, 0, 0);
    }

    /** Reads what {@link #toString} wrote. */
    static Move parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Move(Kind.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
    }

    /** The command to send. */
    OsCommand command() {
        return switch (kind) {
            case OPEN -> OpenWindow.of("proof");
            case CLOSE -> new CloseWindow(WindowId.of(window));
            case FOCUS -> new FocusWindow(WindowId.of(window));
            case MINIMIZE -> new MinimizeWindow(WindowId.of(window));
            case MAXIMIZE -> new MaximizeWindow(WindowId.of(window));
            case RESTORE -> new RestoreWindow(WindowId.of(window));
            case MOVE -> new MoveWindow(WindowId.of(window), new Position(x, y));
        };
    }

    @Override
    public String toString() {
        return kind + " " + window + " " + x + " " + y;
    }
}
