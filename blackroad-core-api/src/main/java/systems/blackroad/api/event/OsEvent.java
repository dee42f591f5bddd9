package systems.blackroad.api.event;

/**
 * Something that happened in a session, as results and not as intent: applying one only assigns. Immutable values; when
 * and by whom is in the {@link RecordedEvent} around it. Wherever an event makes a window active, that window becomes
 * the first of the focus order.
 */
public sealed interface OsEvent permits SessionEvent, WindowEvent, LayoutEvent, DesktopEvent {

    /** Calls the method of {@code visitor} that is named after this event's family. */
    <R> R accept(Visitor<R> visitor);

    /** One method per family; each family has a visitor of its own with one method per kind. */
    interface Visitor<R> {
        /** For {@link SessionEvent}. */
        R session(SessionEvent event);

        /** For {@link WindowEvent}. */
        R window(WindowEvent event);

        /** For {@link LayoutEvent}. */
        R layout(LayoutEvent event);

        /** For {@link DesktopEvent}. */
        R desktop(DesktopEvent event);
    }
}
