package systems.blackroad.core.planted;

/** Planted against A5.closed: a class that anyone can extend. */
class Open {}
