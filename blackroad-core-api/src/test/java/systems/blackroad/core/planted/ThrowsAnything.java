package systems.blackroad.core.planted;

/** Planted against A8.exceptions. */
final class ThrowsAnything {
    void fail() {
        throw new RuntimeException("planted");
    }
}
