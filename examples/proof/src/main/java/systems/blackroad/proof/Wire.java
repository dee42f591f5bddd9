package systems.blackroad.proof;

/**
 * One connection's bytes as they pass by, understood just enough to see that a commit was answered which made a wanted write
 * stand. Thread-safe; each direction is fed by one thread, what is asked before it is handed on.
 */
interface Wire {

    /** The client sends the first {@code length} bytes. */
    void asked(byte[] bytes, int length);

    /** The server sends the first {@code length} bytes; whether they complete the answer to such a commit. */
    boolean answered(byte[] bytes, int length);
}
