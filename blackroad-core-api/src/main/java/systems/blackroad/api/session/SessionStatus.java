package systems.blackroad.api.session;

/** Whether a session still accepts commands. */
public enum SessionStatus {
    /** It accepts commands. */
    LIVE,
    /** It has ended, for good: no later write brings it back. */
    ENDED
}
