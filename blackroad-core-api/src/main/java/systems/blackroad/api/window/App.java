package systems.blackroad.api.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application that a catalogue lists. Immutable.
 *
 * @param id what windows name it by
 * @param title the default title of its windows, or null for the id in words
 * @param icon what launchers show; may be empty
 * @param sizes how large its windows are
 * @param singleInstance whether opening it again focuses the window that it has
 * @param permission what a sender must have to open it, or null for nothing
 */
public record App(
        AppId id,
        @Nullable String title,
        String icon,
        Sizes sizes,
        boolean singleInstance,
        @Nullable String permission) {

    /** Checks that the parts that must be there are. */
    public App {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(icon, "icon");
        Objects.requireNonNull(sizes, "sizes");
    }

    /** An app of this id with defaults that anyone may open, any number of times. */
    public static App of(String id) {
        return new App(AppId.of(id), null, "", Sizes.DEFAULTS, false, null);
    }

    /** This app under a title and an icon. */
    public App withTitle(String newTitle, String newIcon) {
        return new App(id, newTitle, newIcon, sizes, singleInstance, permission);
    }

    /** This app with windows of other sizes. */
    public App withSizes(Sizes newSizes) {
        return new App(id, title, icon, newSizes, singleInstance, permission);
    }

    /** This app with at most one window for each session. */
    public App asSingleInstance() {
        return new App(id, title, icon, sizes, true, permission);
    }

    /** This app for those who have {@code newPermission} only. */
    public App requiring(String newPermission) {
        return new App(id, title, icon, sizes, singleInstance, Objects.requireNonNull(newPermission, "newPermission"));
    }

    /**
     * How large an app's windows are.
     *
     * @param initial when they open
     * @param min at least
     * @param max at most, or null for no limit
     */
    public record Sizes(Size initial, Size min, @Nullable Size max) {

        /** 800 x 600, at least 320 x 200, without a greatest size. */
        public static final Sizes DEFAULTS = new Sizes(new Size(800, 600), WindowHints.DEFAULT_MIN_SIZE, null);

        /**
         * Checks that the parts agree.
         *
         * @throws IllegalArgumentException if the least size exceeds the greatest
         */
        public Sizes {
            Objects.requireNonNull(initial, "initial");
            Objects.requireNonNull(min, "min");
            if (max != null && (min.width() > max.width() || min.height() > max.height())) {
                throw new IllegalArgumentException("least size " + min + " must not exceed the greatest, " + max);
            }
        }
    }
}
