package systems.blackroad.core.internal.logic;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.UserSession;

/** The laws of a session's beginning and end, its name and its facts, and of who has it in hand. */
final class SessionRules implements SessionCommand.Visitor<Ruling> {

    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Rules rules;
    private final OsState state;

    SessionRules(Rules rules) {
        this.rules = rules;
        this.state = rules.state();
    }

    static Ruling open(Bounds bounds, CommandEnvelope envelope, OpenSession opening) {
        String subject = " of session " + envelope.session();
        String name = Objects.requireNonNullElse(opening.displayName(), UserSession.DEFAULT_DISPLAY_NAME);
        Ruling refusal = firstOf(
                bounds.text("display name" + subject, name),
                bounds.sessionMetadata("metadata" + subject, opening.metadata()),
                new DesktopBounds(bounds, envelope.session()).all(opening.desktop()),
                bounds.whole(envelope.session(), Bounds.openingBytes(name, opening.metadata(), opening.desktop())));
        if (refusal != null) {
            return refusal;
        }
        return Ruling.happens(new SessionEvent.SessionOpened(
                new UserSession(envelope.session(), envelope.actor().user(), name, envelope.at(), opening.metadata()),
                opening.desktop(),
                Map.of()));
    }

    @Override
    public Ruling openSession(OpenSession command) {
        return Ruling.refused(
                ErrorCode.SESSION_EXISTS,
                subject() + " exists already at revision " + state.revision() + "; attach to it or choose another id");
    }

    @Override
    public Ruling endSession(EndSession command) {
        if (!REASON.matcher(command.reason()).matches()) {
            return Ruling.refused(
                    ErrorCode.INVALID_VALUE,
                    "reason for ending " + subject() + " must be 1 to 64 letters, digits, _ or -, got "
                            + command.reason().length() + " chars; give one word");
        }
        return Ruling.happens(new SessionEvent.SessionEnded(command.reason()));
    }

    @Override
    public Ruling setDisplayName(SessionCommand.SetDisplayName command) {
        UserSession session = state.session();
        if (session.displayName().equals(command.displayName())) {
            return Ruling.NOTHING;
        }
        Ruling refusal = firstOf(
                rules.bounds().text("display name of " + subject(), command.displayName()),
                rules.bounds().growth(state, Bounds.utf8(command.displayName()) - Bounds.utf8(session.displayName())));
        return refusal == null ? Ruling.happens(new SessionEvent.DisplayNameChanged(command.displayName())) : refusal;
    }

    @Override
    public Ruling setSessionMetadata(SessionCommand.SetSessionMetadata command) {
        UserSession session = state.session();
        if (Objects.equals(session.metadata().get(command.key()), command.value())) {
            return Ruling.NOTHING;
        }
        Map<String, String> after = WindowRules.withKey(session.metadata(), command.key(), command.value());
        Ruling refusal = firstOf(
                rules.bounds().sessionMetadata("metadata of " + subject(), after),
                rules.bounds().growth(state, Bounds.metadataBytes(after) - Bounds.metadataBytes(session.metadata())));
        return refusal == null
                ? Ruling.happens(new SessionEvent.SessionMetadataChanged(command.key(), command.value()))
                : refusal;
    }

    @Override
    public Ruling importDesktop(SessionCommand.ImportDesktop command) {
        Ruling held = held(state, rules.envelope());
        return held != null ? held : new Importing(rules, command.desktop()).decide();
    }

    @Override
    public Ruling takeOver(SessionCommand.TakeOver command) {
        ClientId client = rules.envelope().id().client();
        return client.equals(state.control().holder())
                ? Ruling.NOTHING
                : Ruling.happens(new SessionEvent.TakenOver(client));
    }

    @Override
    public Ruling release(SessionCommand.Release command) {
        Ruling held = held(state, rules.envelope());
        if (held != null) {
            return held;
        }
        return state.control().holder() == null ? Ruling.NOTHING : Ruling.happens(new SessionEvent.Released());
    }

    /** That another client holds the session; null if none does. */
    static @Nullable Ruling held(OsState state, CommandEnvelope envelope) {
        ClientId holder = state.control().holder();
        return holder == null || holder.equals(envelope.id().client())
                ? null
                : Ruling.refused(
                        ErrorCode.SESSION_HELD,
                        "session " + state.session().id() + " was taken over by client " + holder
                                + "; take it over to go on here");
    }

    @Override
    public Ruling rotateToken(SessionCommand.RotateToken command) {
        return Ruling.happens(new SessionEvent.TokenRotated(state.control().tokenGeneration() + 1));
    }

    @Override
    public Ruling beginImpersonation(SessionCommand.BeginImpersonation command) {
        Actor actor = rules.envelope().actor();
        UserId impersonator = state.control().impersonator();
        if (actor.user().equals(impersonator)) {
            return Ruling.NOTHING;
        }
        String problem = null;
        if (actor.user().equals(state.session().userId())) {
            problem = " owns it; act as the owner";
        } else if (!actor.permissions().contains(SessionControl.IMPERSONATE)) {
            problem = " lacks the permission " + SessionControl.IMPERSONATE + "; ask for it";
        } else if (impersonator != null) {
            problem = " must wait: " + impersonator + " acts in the owner's place; end that first";
        }
        if (problem != null) {
            return Ruling.refused(
                    ErrorCode.IMPERSONATION_FORBIDDEN, "user " + actor.user() + " of " + subject() + problem);
        }
        Ruling refusal = rules.bounds().text("reason for impersonation in " + subject(), command.reason());
        return refusal == null
                ? Ruling.happens(new SessionEvent.ImpersonationBegun(actor.user(), command.reason()))
                : refusal;
    }

    @Override
    public Ruling endImpersonation(SessionCommand.EndImpersonation command) {
        UserId user = rules.envelope().actor().user();
        UserId impersonator = state.control().impersonator();
        if (impersonator == null) {
            return Ruling.NOTHING;
        }
        return user.equals(impersonator) || user.equals(state.session().userId())
                ? Ruling.happens(new SessionEvent.ImpersonationEnded())
                : Ruling.refused(
                        ErrorCode.IMPERSONATION_FORBIDDEN,
                        "impersonation in " + subject() + " is ended by " + impersonator
                                + " or the owner; ask one of them");
    }

    private String subject() {
        return "session " + state.session().id();
    }

    static @Nullable Ruling firstOf(@Nullable Ruling... refusals) {
        for (Ruling refusal : refusals) {
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
