package systems.blackroad.core.planted;

/** Planted against A8.streams. */
final class Prints {
    void print() {
        System.out.println("planted");
    }
}
