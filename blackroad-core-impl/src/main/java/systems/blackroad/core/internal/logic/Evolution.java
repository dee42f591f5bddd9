package systems.blackroad.core.internal.logic;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.WindowStack;

/** Applies events to a state; it only assigns, since an event carries results. Pure. */
public final class Evolution implements OsEvent.Visitor<OsState>, SessionEvent.Visitor<OsState> {

    private final @Nullable OsState before;

    private Evolution(@Nullable OsState before) {
        this.before = before;
    }

    /**
     * The state after {@code event}.
     *
     * @throws IllegalArgumentException if the event does not fit the state, for example names a window that is not open
     */
    public static OsState evolve(@Nullable OsState state, OsEvent event) {
        return event.accept(new Evolution(state));
    }

    @Override
    public OsState session(SessionEvent event) {
        return event.accept((SessionEvent.Visitor<OsState>) this);
    }

    @Override
    public OsState window(WindowEvent event) {
        return event.accept(new WindowEvolution(open()));
    }

    @Override
    public OsState layout(LayoutEvent event) {
        return event.accept(new LayoutEvolution(open()));
    }

    @Override
    public OsState desktop(DesktopEvent event) {
        return event.accept(new DesktopEvolution(open()));
    }

    @Override
    public OsState sessionOpened(SessionEvent.SessionOpened event) {
        if (before != null) {
            throw new IllegalArgumentException("session " + event.session().id() + " is open at revision "
                    + before.revision() + " and cannot be opened again");
        }
        return new OsState(
                event.session(),
                SessionStatus.LIVE,
                WindowStack.empty(),
                OsState.Workspaces.INITIAL,
                event.desktop(),
                event.metadata(),
                1);
    }

    @Override
    public OsState sessionEnded(SessionEvent.SessionEnded event) {
        OsState state = open();
        return new OsState(
                state.session(),
                SessionStatus.ENDED,
                state.stack(),
                state.workspaces(),
                state.desktop(),
                state.metadata(),
                state.revision() + 1);
    }

    private OsState open() {
        if (before == null) {
            throw new IllegalArgumentException("the first event of a session must be session_opened");
        }
        return before;
    }
}
