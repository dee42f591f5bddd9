package systems.blackroad.core.internal.logic;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionControl;
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
                SessionControl.INITIAL,
                WindowStack.empty(),
                OsState.Workspaces.INITIAL,
                LayoutMemory.empty(),
                event.desktop(),
                event.metadata(),
                1);
    }

    @Override
    public OsState sessionEnded(SessionEvent.SessionEnded event) {
        OsState state = open();
        return state.next(SessionStatus.ENDED, state.control());
    }

    @Override
    public OsState displayNameChanged(SessionEvent.DisplayNameChanged event) {
        OsState state = open();
        return state.next(state.session().withDisplayName(event.displayName()));
    }

    @Override
    public OsState sessionMetadataChanged(SessionEvent.SessionMetadataChanged event) {
        OsState state = open();
        return state.next(state.session()
                .withMetadata(WindowRules.withKey(state.session().metadata(), event.key(), event.value())));
    }

    @Override
    public OsState desktopImported(SessionEvent.DesktopImported event) {
        PortableDesktop imported = event.desktop();
        OsState state = open();
        return new OsState(
                state.session(),
                state.status(),
                state.control(),
                imported.stack(),
                imported.workspaces(),
                LayoutMemory.of(LayoutHistory.empty(), imported.saved(), imported.bounds()),
                imported.desktop(),
                state.metadata(),
                state.revision() + 1);
    }

    @Override
    public OsState takenOver(SessionEvent.TakenOver event) {
        return controlled(control -> control.withHolder(event.holder()));
    }

    @Override
    public OsState released(SessionEvent.Released event) {
        return controlled(control -> control.withHolder(null));
    }

    @Override
    public OsState tokenRotated(SessionEvent.TokenRotated event) {
        return controlled(control -> control.withTokenGeneration(event.generation()));
    }

    @Override
    public OsState impersonationBegun(SessionEvent.ImpersonationBegun event) {
        return controlled(control -> control.withImpersonator(event.impersonator()));
    }

    @Override
    public OsState impersonationEnded(SessionEvent.ImpersonationEnded event) {
        return controlled(control -> control.withImpersonator(null));
    }

    private OsState controlled(UnaryOperator<SessionControl> change) {
        OsState state = open();
        return state.next(state.status(), change.apply(state.control()));
    }

    private OsState open() {
        if (before == null) {
            throw new IllegalArgumentException("the first event of a session must be session_opened");
        }
        return before;
    }
}
