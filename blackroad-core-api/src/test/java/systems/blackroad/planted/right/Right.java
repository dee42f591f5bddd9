package systems.blackroad.planted.right;

import systems.blackroad.planted.left.Left;

/** Planted against A2: the other half. */
public final class Right {
    Left back() {
        return new Left(this);
    }
}
