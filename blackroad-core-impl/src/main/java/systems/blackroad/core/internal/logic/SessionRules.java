package systems.blackroad.core.internal.logic;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.UserSession;

/** The laws of a session's beginning and end. */
final class SessionRules {

    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private SessionRules() {}

    static Ruling open(Bounds bounds, CommandEnvelope envelope, OpenSession opening) {
        String subject = " of session " + envelope.session();
        String name = Objects.requireNonNullElse(opening.displayName(), UserSession.DEFAULT_DISPLAY_NAME);
        Ruling refusal = firstOf(
                bounds.text("display name" + subject, name),
                bounds.sessionMetadata("metadata" + subject, opening.metadata()),
                items(bounds, "desktop items" + subject, opening.desktop().desktopItems(), SessionRules::texts),
                items(bounds, "taskbar items" + subject, opening.desktop().taskbarItems(), SessionRules::texts),
                items(bounds, "tray items" + subject, opening.desktop().systemTrayItems(), SessionRules::texts));
        if (refusal != null) {
            return refusal;
        }
        return Ruling.happens(new SessionEvent.SessionOpened(
                new UserSession(envelope.session(), envelope.actor().user(), name, envelope.at(), opening.metadata()),
                opening.desktop(),
                Map.of()));
    }

    static Ruling end(OsState state, EndSession command) {
        if (!REASON.matcher(command.reason()).matches()) {
            return Ruling.refused(
                    ErrorCode.INVALID_VALUE,
                    "reason for ending session " + state.session().id()
                            + " must be 1 to 64 letters, digits, _ or -, got "
                            + command.reason().length() + " chars; give one word");
        }
        return Ruling.happens(new SessionEvent.SessionEnded(command.reason()));
    }

    private static List<String> texts(DesktopItem item) {
        return List.of(item.id(), item.icon(), item.title());
    }

    private static List<String> texts(TaskbarItem item) {
        return List.of(item.id(), item.icon(), item.title());
    }

    private static List<String> texts(TrayItem item) {
        return List.of(item.id(), item.icon(), item.status());
    }

    /** Checks a list's length, its ids, which stand first among the texts, and the length of every text. */
    private static <T> @Nullable Ruling items(
            Bounds bounds, String subject, List<T> items, Function<T, List<String>> texts) {
        if (items.size() > Bounds.MAX_ITEMS) {
            return Bounds.exceeded(
                    subject + " must be at most " + Bounds.MAX_ITEMS + ", got " + items.size() + "; leave some out");
        }
        Set<String> ids = new HashSet<>();
        for (T item : items) {
            List<String> parts = texts.apply(item);
            if (parts.get(0).isBlank() || !ids.add(parts.get(0))) {
                return Ruling.refused(
                        ErrorCode.INVALID_VALUE,
                        subject + " must have ids that are unique and not blank; rename the item at place "
                                + ids.size());
            }
            for (String part : parts) {
                Ruling refusal = bounds.length("each text of the " + subject, part, Bounds.MAX_ITEM_TEXT);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    static @Nullable Ruling firstOf(@Nullable Ruling... refusals) {
        return Stream.of(refusals).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
