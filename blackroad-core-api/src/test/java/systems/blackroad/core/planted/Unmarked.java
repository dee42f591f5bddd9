package systems.blackroad.core.planted;

/** Planted against A9: its package has no package-info. */
record Unmarked() {}
