package systems.blackroad.api.session;

import java.util.Objects;
import systems.blackroad.api.window.AppId;

/**
 * An icon on the desktop that opens an application.
 *
 * @param id unique among the desktop's items
 * @param title shown below the icon
 * @param icon an emoji or an icon's name
 * @param appId the application that it opens
 */
public record DesktopItem(String id, String title, String icon, AppId appId) {

    /** Checks that every part is there. */
    public DesktopItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(icon, "icon");
        Objects.requireNonNull(appId, "appId");
    }
}
