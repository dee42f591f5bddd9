package systems.blackroad.planted.left;

import systems.blackroad.planted.right.Right;

/** Planted against A2: half of a cycle between packages. */
public record Left(Right right) {}
