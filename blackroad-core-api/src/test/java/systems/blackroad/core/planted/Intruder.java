package systems.blackroad.core.planted;

import systems.blackroad.operator.internal.planted.Hidden;

/** Planted against A5.internal: reaches into another module. */
final class Intruder {
    private final Hidden hidden = new Hidden();

    @Override
    public String toString() {
        return hidden.toString();
    }
}
