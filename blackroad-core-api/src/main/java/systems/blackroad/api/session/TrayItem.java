package systems.blackroad.api.session;

import java.util.Objects;

/**
 * An indicator in the system tray.
 *
 * @param id unique among the tray's items
 * @param icon an emoji or an icon's name
 * @param status one word on what it indicates, for example {@code connected}
 */
public record TrayItem(String id, String icon, String status) {

    /** Checks that every part is there. */
    public TrayItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(icon, "icon");
        Objects.requireNonNull(status, "status");
    }
}
