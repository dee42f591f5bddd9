package systems.blackroad.api.runtime;

/**
 * A viewer's place among those who watch a session. It is kept in memory alone: it lapses {@value #BEATS_MISSED} beats after
 * the last one, and with the runtime. Thread-safe; blocks nowhere.
 */
public interface Presence extends AutoCloseable {

    /** How often a viewer should beat, in seconds. */
    int BEAT_SECONDS = 15;

    /** How many beats may be missed before the viewer counts as gone. */
    int BEATS_MISSED = 3;

    /** Who it is. */
    Viewer viewer();

    /** The viewer is still there; one that had lapsed is there again. Does nothing after {@link #close}. */
    void beat();

    /** The viewer is gone; idempotent. */
    @Override
    void close();
}
