package systems.blackroad.api.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;

/**
 * An entry pinned to the taskbar.
 *
 * @param id unique among the taskbar's items
 * @param title its label
 * @param icon an emoji or an icon's name
 * @param appId the application that it opens, or null for the desktop's own entries such as the start menu
 */
public record TaskbarItem(
        String id, String title, String icon, @Nullable AppId appId) {

    /** Checks that the parts that must be there are. */
    public TaskbarItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(icon, "icon");
    }
}
