package systems.blackroad.api.event;

import java.util.Objects;
import systems.blackroad.api.session.Theme;

/** Something that happened around the windows. */
public sealed interface DesktopEvent extends OsEvent {

    /** Calls the method of {@code visitor} that is named after this event's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsEvent.Visitor<R> visitor) {
        return visitor.desktop(this);
    }

    /**
     * The desktop took another theme.
     *
     * @param theme the new theme
     */
    record ThemeChanged(Theme theme) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public ThemeChanged {
            Objects.requireNonNull(theme, "theme");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.themeChanged(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link ThemeChanged}. */
        R themeChanged(ThemeChanged event);
    }
}
