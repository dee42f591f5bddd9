package systems.blackroad.api.store;

/** Whether a write under a token was taken. */
public enum Acceptance {
    /** It was, now. */
    ACCEPTED,
    /** It had been before, under the same token; nothing changed. */
    REPEATED,
    /** The token is not the live one; nothing was written. */
    STALE
}
