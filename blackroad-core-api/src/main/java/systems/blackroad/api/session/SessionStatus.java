package systems.blackroad.api.session;

/** Whether a session still accepts commands. */
public enum SessionStatus {
    /** It accepts commands. */
    LIVE,
    /** It has ended, for good: no later write brings it back. */
    ENDED,
    /** It has ended and its events and snapshots are gone; only a store's heads say so, and its id stays taken for a while. */
    DELETED
}
