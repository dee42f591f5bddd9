package systems.blackroad.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand.BeginImpersonation;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.window.AppId;
import systems.blackroad.core.PublicTokens.PublicToken;

/** How this host opens sessions and decides whose they are. Thread-safe. */
final class Desktops {

    static final String DEFAULT_NAME = "BlackRoad User";

    private static final List<DesktopItem> ITEMS = List.of(
            new DesktopItem("my-computer", "My Computer", "🖥️", AppId.of("computer")),
            new DesktopItem("prism-console", "Prism Console", "⚡", AppId.of("prism")),
            new DesktopItem("lucidia", "Lucidia", "🧠", AppId.of("lucidia")));
    private static final List<TaskbarItem> TASKBAR = List.of(new TaskbarItem("start-menu", "Start", "🪟", null));
    private static final List<TrayItem> TRAY = List.of(
            new TrayItem("network", "🌐", "connected"),
            new TrayItem("volume", "🔊", "on"),
            new TrayItem("clock", "🕐", "active"));

    private final OsRuntime runtime;

    Desktops(OsRuntime runtime) {
        this.runtime = runtime;
    }

    /** The first state of a desktop here. */
    static OpenSession opening(@Nullable String displayName, @Nullable String theme, Map<String, String> metadata) {
        return new OpenSession(
                displayName == null ? DEFAULT_NAME : displayName,
                new Desktop(ITEMS, TASKBAR, TRAY, Theme.of(theme == null ? "classic" : theme)),
                metadata);
    }

    /**
     * A text of 43 letters, digits, _ or - that follows from the user and the key alone, so that a repeated request names the
     * same thing and another user's equal key names another.
     */
    static String derivedId(User user, String kind, String key) {
        byte[] hash = SignIns.sha256(kind + "\n" + user.id().value() + "\n" + key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** The head of a session that {@code caller} may use; an administrator may use all if {@code adminToo}. */
    SessionHead require(String id, Caller caller, boolean adminToo) {
        return find(id).filter(head -> isOwn(head, caller) || (adminToo && caller.is(Role.ADMIN)))
                .orElseThrow(() -> Problem.sessionNotFound().exception());
    }

    /**
     * The head of a session in which {@code caller} may send these commands: an own one; for an administrator also one in
     * which that one acts in the owner's place, or asks to begin to, which the log keeps.
     */
    SessionHead requireActable(String id, Caller caller, List<OsCommand> commands) {
        boolean begins = commands.size() == 1 && commands.get(0) instanceof BeginImpersonation;
        return find(id).filter(
                        head -> isOwn(head, caller) || (begins && caller.is(Role.ADMIN)) || isActing(head.id(), caller))
                .orElseThrow(() -> Problem.sessionNotFound().exception());
    }

    /** The head of the session that a token names, unless that was rotated since. */
    Optional<SessionHead> named(PublicToken token) {
        return find(token.session().value()).filter(head -> token.isLive(runtime.requireState(head.id())));
    }

    private boolean isActing(SessionId session, Caller caller) {
        return caller.is(Role.ADMIN)
                && caller.user()
                        .id()
                        .equals(runtime.requireState(session).control().impersonator());
    }

    /**
     * The head of a session that {@code caller} may watch: an own one, one that its owner shares with the caller, or one in
     * which the caller acts in the owner's place.
     */
    SessionHead requireWatchable(String id, Caller caller, Shares shares) {
        SessionHead head = find(id).orElseThrow(() -> Problem.sessionNotFound().exception());
        if (isOwn(head, caller) || mayWatch(head.id(), caller, shares)) {
            return head;
        }
        throw Problem.sessionNotFound().exception();
    }

    /** Whether the caller may watch another's session now. */
    boolean mayWatch(SessionId session, Caller caller, Shares shares) {
        return shares.allows(session, caller.user().id()) || isActing(session, caller);
    }

    static boolean isOwn(SessionHead head, Caller caller) {
        return isSame(head.user().value(), caller.user().id().value());
    }

    private Optional<SessionHead> find(String id) {
        try {
            return Optional.of(runtime.requireHead(SessionId.of(id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (RefusedException e) {
            if (e.code() != ErrorCode.SESSION_NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The caller's session: the named one, else the live one that was active last, else a new one. */
    SessionHead current(@Nullable String named, Caller caller) {
        if (named != null) {
            return require(named, caller, false);
        }
        Optional<SessionHead> latest = runtime.sessions(caller.user().id(), null, 50).items().stream()
                .filter(head -> head.status() == SessionStatus.LIVE)
                .max(Comparator.comparing(SessionHead::updatedAt));
        return latest.orElseGet(() -> runtime.requireHead(
                runtime.open(caller.actor(), opening(null, null, Map.of())).id()));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
