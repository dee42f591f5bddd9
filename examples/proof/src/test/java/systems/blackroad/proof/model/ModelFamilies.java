package systems.blackroad.proof.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.proof.model.Model.Turn;

/** The commands by family; those of the session are decided here. */
final class ModelFamilies implements OsCommand.Visitor<Void>, SessionCommand.Visitor<Void> {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Turn turn;

    ModelFamilies(Turn turn) {
        this.turn = turn;
    }

    @Override
    public Void session(SessionCommand command) {
        return command.accept((SessionCommand.Visitor<Void>) this);
    }

    @Override
    public Void window(WindowCommand command) {
        inHand(turn.desk());
        return command.accept((WindowCommand.Visitor<Void>) new ModelRules(turn));
    }

    @Override
    public Void layout(LayoutCommand command) {
        inHand(turn.desk());
        return command.accept((LayoutCommand.Visitor<Void>) new ModelLayout(turn));
    }

    @Override
    public Void desktop(DesktopCommand command) {
        inHand(turn.desk());
        return command.accept((DesktopCommand.Visitor<Void>) new ModelDesktop(turn));
    }

    @Override
    public Void openSession(SessionCommand.OpenSession command) {
        if (turn.isOpen()) {
            // Law 18: ended or not.
            throw Rejection.of(ErrorCode.SESSION_EXISTS);
        }
        String name = command.displayName() == null ? UserSession.DEFAULT_DISPLAY_NAME : command.displayName();
        new Values(turn.limits)
                .title(name)
                .sessionMetadata(command.metadata())
                .desktop(command.desktop())
                .whole(Values.sessionBytes(name, command.metadata(), new Surroundings(command.desktop())))
                .check();
        CommandEnvelope envelope = turn.envelope;
        turn.open(
                new UserSession(envelope.session(), envelope.actor().user(), name, envelope.at(), command.metadata()),
                command.desktop());
        return done();
    }

    @Override
    public Void endSession(SessionCommand.EndSession command) {
        turn.desk();
        if (!WORD.matcher(command.reason()).matches()) {
            throw new Rejection(Set.of(ErrorCode.INVALID_VALUE));
        }
        turn.happen(desk -> desk.status = SessionStatus.ENDED);
        return done();
    }

    /** Law 20a. */
    private void inHand(Desk desk) {
        ModelRules.reject(
                desk.holder != null && !desk.holder.equals(turn.envelope.id().client()), ErrorCode.SESSION_HELD);
    }

    @Override
    public Void importDesktop(SessionCommand.ImportDesktop command) {
        inHand(turn.desk());
        new ModelImport(turn, command.desktop()).decide();
        return done();
    }

    @Override
    public Void takeOver(SessionCommand.TakeOver command) {
        turn.desk();
        turn.happen(desk -> desk.holder = turn.envelope.id().client());
        return done();
    }

    @Override
    public Void release(SessionCommand.Release command) {
        inHand(turn.desk());
        turn.happen(desk -> desk.holder = null);
        return done();
    }

    /** Law 20b. */
    @Override
    public Void rotateToken(SessionCommand.RotateToken command) {
        turn.desk();
        turn.happen(desk -> desk.tokens++);
        return done();
    }

    /** Law 20c. */
    @Override
    public Void beginImpersonation(SessionCommand.BeginImpersonation command) {
        Desk now = turn.desk();
        Actor actor = turn.envelope.actor();
        if (!actor.user().equals(now.impersonator)) {
            boolean may = actor.permissions().contains("session.impersonate")
                    && !actor.user().equals(now.session.userId())
                    && now.impersonator == null;
            ModelRules.reject(!may, ErrorCode.IMPERSONATION_FORBIDDEN);
            new Values(turn.limits).title(command.reason()).check();
        }
        turn.happen(desk -> desk.impersonator = actor.user());
        return done();
    }

    @Override
    public Void endImpersonation(SessionCommand.EndImpersonation command) {
        Desk now = turn.desk();
        UserId user = turn.envelope.actor().user();
        boolean may = now.impersonator == null || user.equals(now.impersonator) || user.equals(now.session.userId());
        ModelRules.reject(!may, ErrorCode.IMPERSONATION_FORBIDDEN);
        turn.happen(desk -> desk.impersonator = null);
        return done();
    }

    /** Law 19k. */
    @Override
    public Void setDisplayName(SessionCommand.SetDisplayName command) {
        Desk desk = turn.desk();
        String name = command.displayName();
        new Values(turn.limits)
                .title(name)
                .growth(desk, Values.bytes(name) - Values.bytes(desk.session.displayName()))
                .check();
        turn.happen(now -> now.session = named(now.session, name, now.session.metadata()));
        return done();
    }

    /** Laws 13h and 19k. */
    @Override
    public Void setSessionMetadata(SessionCommand.SetSessionMetadata command) {
        Desk desk = turn.desk();
        Map<String, String> before = desk.session.metadata();
        Map<String, String> after = new HashMap<>(before);
        if (command.value() == null) {
            after.remove(command.key());
        } else {
            after.put(command.key(), command.value());
        }
        new Values(turn.limits)
                .sessionMetadata(after)
                .growth(desk, Values.bytes(after) - Values.bytes(before))
                .check();
        turn.happen(now -> now.session = named(now.session, now.session.displayName(), after));
        return done();
    }

    private static UserSession named(UserSession session, String name, Map<String, String> metadata) {
        return new UserSession(session.id(), session.userId(), name, session.createdAt(), metadata);
    }

    @SuppressWarnings("NullAway") // Void has no value
    static Void done() {
        return null;
    }
}
