package systems.blackroad.api.window;

/**
 * The place of a window's top left corner on the desktop, whose origin is its own top left corner.
 *
 * @param x to the right, in CSS pixels, -32768 to 32767
 * @param y downwards, in CSS pixels, -32768 to 32767
 */
public record Position(int x, int y) {

    /**
     * Checks the range of both coordinates.
     *
     * @throws IllegalArgumentException if a coordinate is out of range
     */
    public Position {
        requireCoordinate("x", x);
        requireCoordinate("y", y);
    }

    private static void requireCoordinate(String name, int value) {
        if (value < Short.MIN_VALUE || value > Short.MAX_VALUE) {
            throw new IllegalArgumentException("position " + name + " must be " + Short.MIN_VALUE + " to "
                    + Short.MAX_VALUE + " CSS pixels, got " + value);
        }
    }
}
