package systems.blackroad.api.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's notifications: an immutable value, equal by content, safe to share between threads.
 *
 * @param list all that are kept, the newest first
 */
public record Notifications(List<Notification> list) {

    /** The most that are kept. */
    public static final int MAX = 50;

    private static final Notifications EMPTY = new Notifications(List.of());

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX}, or an id is listed twice
     */
    public Notifications {
        list = List.copyOf(list);
        if (list.size() > MAX) {
            throw new IllegalArgumentException("there may be at most " + MAX + " notifications, got " + list.size());
        }
        Set<NotificationId> ids = new HashSet<>();
        for (Notification each : list) {
            if (!ids.add(each.id())) {
                throw new IllegalArgumentException("notification " + each.id() + " is listed twice");
            }
        }
    }

    /** No notification. */
    public static Notifications empty() {
        return EMPTY;
    }

    /** The notification of this id, if it is kept. */
    public Optional<Notification> find(NotificationId id) {
        return list.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Whether there is one that the user has not seen. */
    public boolean hasUnread() {
        return list.stream().anyMatch(each -> !each.read());
    }

    /** The one that goes when another comes: the oldest that was read, else the oldest; none while there is room. */
    public Optional<Notification> nextToDrop() {
        if (list.size() < MAX) {
            return Optional.empty();
        }
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).read()) {
                return Optional.of(list.get(i));
            }
        }
        return Optional.of(list.get(list.size() - 1));
    }

    /**
     * These and a new one in front.
     *
     * @param dropped the one that goes for it, or null
     */
    public Notifications with(Notification added, @Nullable NotificationId dropped) {
        List<Notification> after = new ArrayList<>(dropped == null ? this.list : without(dropped).list);
        after.add(0, Objects.requireNonNull(added, "added"));
        return new Notifications(after);
    }

    /**
     * These, one of them read.
     *
     * @throws IllegalArgumentException if it is not kept
     */
    public Notifications withRead(NotificationId id) {
        require(id);
        return new Notifications(list.stream()
                .map(each -> each.id().equals(id) ? each.asRead() : each)
                .toList());
    }

    /** These, all of them read. */
    public Notifications withAllRead() {
        return new Notifications(list.stream().map(Notification::asRead).toList());
    }

    /**
     * These without one.
     *
     * @throws IllegalArgumentException if it is not kept
     */
    public Notifications without(NotificationId id) {
        require(id);
        return new Notifications(
                list.stream().filter(each -> !each.id().equals(id)).toList());
    }

    private void require(NotificationId id) {
        if (find(id).isEmpty()) {
            throw new IllegalArgumentException("notification " + id + " is not kept");
        }
    }
}
