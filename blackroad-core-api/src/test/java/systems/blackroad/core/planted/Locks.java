package systems.blackroad.core.planted;

/** Planted against A8.synchronized. */
final class Locks {
    synchronized void lock() {}
}
