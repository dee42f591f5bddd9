package systems.blackroad.api.store;

/** Whether a write under a token was taken. */
public enum Acceptance {
    /** It was, now. */
    ACCEPTED,
    /** The run under this token was settled before, and the job neither claimed nor requeued since; nothing changed. */
    REPEATED,
    /** The token is not the live one; nothing was written. */
    STALE
}
