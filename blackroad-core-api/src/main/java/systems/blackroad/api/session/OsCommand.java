package systems.blackroad.api.session;

/**
 * Something that a sender wants of a session. Immutable values; the session decides each into events, into nothing, or
 * into a rejection with a code.
 */
public sealed interface OsCommand permits SessionCommand, WindowCommand, LayoutCommand, DesktopCommand {

    /** Calls the method of {@code visitor} that is named after this command's family. */
    <R> R accept(Visitor<R> visitor);

    /** One method per family; each family has a visitor of its own with one method per kind. */
    interface Visitor<R> {
        /** For {@link SessionCommand}. */
        R session(SessionCommand command);

        /** For {@link WindowCommand}. */
        R window(WindowCommand command);

        /** For {@link LayoutCommand}. */
        R layout(LayoutCommand command);

        /** For {@link DesktopCommand}. */
        R desktop(DesktopCommand command);
    }
}
