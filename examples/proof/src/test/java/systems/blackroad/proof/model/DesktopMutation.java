package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.DesktopEvent.ClipboardCopied;
import systems.blackroad.api.event.DesktopEvent.DesktopItemPut;
import systems.blackroad.api.event.DesktopEvent.NotificationAdded;
import systems.blackroad.api.event.DesktopEvent.NotificationsRead;
import systems.blackroad.api.event.DesktopEvent.TaskbarItemMoved;
import systems.blackroad.api.event.DesktopEvent.ThemeChanged;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent.SessionMetadataChanged;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.Decision;

/** Defects of what lies around the windows. */
enum DesktopMutation implements Mutation {
    /** Law 19a. */
    PUTTING_AN_ITEM_MOVES_IT_TO_THE_END {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            if (!(event instanceof DesktopItemPut put)) {
                return after;
            }
            List<DesktopItem> items = new ArrayList<>(after.desktop().desktopItems());
            items.remove(put.item());
            items.add(put.item());
            return Planting.with(after, after.desktop().withDesktopItems(items));
        }
    },
    /** Law 19b. */
    REMOVING_AN_UNKNOWN_ITEM_CHANGES_NOTHING {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            return rejected.code() == ErrorCode.ITEM_NOT_FOUND ? new Decision.Unchanged() : rejected;
        }
    },
    /** Law 19b. */
    A_PINNED_ENTRY_STOPS_SHORT_OF_THE_END {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            return event instanceof TaskbarItemMoved moved
                            && moved.index() == before.desktop().taskbarItems().size() - 1
                    ? new TaskbarItemMoved(moved.id(), moved.index() - 1)
                    : event;
        }
    },
    /** Law 19c. */
    ANOTHER_THEME_DROPS_THE_TOKENS {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            return event instanceof ThemeChanged
                    ? Planting.with(
                            after,
                            after.desktop().with(after.desktop().appearance().withTokens(Map.of())))
                    : after;
        }
    },
    /** Law 19f. */
    THE_OLDEST_NOTIFICATION_GOES_THOUGH_ONE_WAS_READ {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof NotificationAdded added) || added.dropped() == null) {
                return event;
            }
            List<Notification> list = before.desktop().notifications().list();
            return new NotificationAdded(
                    added.notification(), list.get(list.size() - 1).id());
        }
    },
    /** Law 19g. */
    READING_ALL_LEAVES_THE_OLDEST_UNREAD {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            if (!(event instanceof NotificationsRead)) {
                return after;
            }
            List<Notification> list =
                    new ArrayList<>(after.desktop().notifications().list());
            List<Notification> old = before.desktop().notifications().list();
            list.set(list.size() - 1, old.get(old.size() - 1));
            return Planting.with(after, after.desktop().with(new Notifications(list)));
        }
    },
    /** Laws 17 and 19e. */
    ALL_NOTIFICATIONS_OF_A_LIST_BEAR_THE_FIRST_PLACE {
        @Override
        public OsEvent event(OsState before, OsEvent event) {
            if (!(event instanceof NotificationAdded added)) {
                return event;
            }
            Notification note = added.notification();
            String first = note.id().value().replaceAll("-[0-9]+$", "");
            return new NotificationAdded(
                    new Notification(
                            NotificationId.of(first), note.title(), note.body(), note.appId(), note.at(), note.read()),
                    added.dropped());
        }
    },
    /** Law 19h. */
    A_TEXT_COPIED_AGAIN_KEEPS_ITS_PLACE {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            boolean again = event instanceof ClipboardCopied copied
                    && before.desktop().clipboard().entries().contains(copied.text());
            return again
                    ? Planting.with(after, after.desktop().with(before.desktop().clipboard()))
                    : after;
        }
    },
    /** Law 19h. */
    A_CLIPBOARD_KEEPS_ONE_TEXT_LESS {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            List<String> entries = after.desktop().clipboard().entries();
            return event instanceof ClipboardCopied && entries.size() == Clipboard.MAX_ENTRIES
                    ? Planting.with(
                            after, after.desktop().with(new Clipboard(entries.subList(0, Clipboard.MAX_ENTRIES - 1))))
                    : after;
        }
    },
    /** Law 19k. */
    METADATA_OF_THE_SESSION_IS_NEVER_REMOVED {
        @Override
        public OsState evolved(OsState before, OsEvent event, OsState after) {
            return event instanceof SessionMetadataChanged changed && changed.value() == null
                    ? Planting.with(after, before.session())
                    : after;
        }
    }
}
