package systems.blackroad.api.session;

import java.util.Objects;

/** A command about what lies around the windows. */
public sealed interface DesktopCommand extends OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsCommand.Visitor<R> visitor) {
        return visitor.desktop(this);
    }

    /** Gives the desktop another theme. */
    record SetTheme(Theme theme) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public SetTheme {
            Objects.requireNonNull(theme, "theme");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setTheme(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link SetTheme}. */
        R setTheme(SetTheme command);
    }
}
