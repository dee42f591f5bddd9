package systems.blackroad.api.window;

/**
 * The extent of a window.
 *
 * @param width in CSS pixels, 1 to 32767
 * @param height in CSS pixels, 1 to 32767
 */
public record Size(int width, int height) {

    /**
     * Checks the range of both lengths.
     *
     * @throws IllegalArgumentException if a length is out of range
     */
    public Size {
        requireLength("width", width);
        requireLength("height", height);
    }

    private static void requireLength(String name, int value) {
        if (value < 1 || value > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "size " + name + " must be 1 to " + Short.MAX_VALUE + " CSS pixels, got " + value);
        }
    }
}
