package systems.blackroad.api.window;

/** A part of the work area that a snapped window fills; its own bounds are kept for later. */
public enum SnapZone {
    /** The left half. */
    LEFT,
    /** The right half. */
    RIGHT,
    /** The upper half. */
    TOP,
    /** The lower half. */
    BOTTOM,
    /** The upper left quarter. */
    TOP_LEFT,
    /** The upper right quarter. */
    TOP_RIGHT,
    /** The lower left quarter. */
    BOTTOM_LEFT,
    /** The lower right quarter. */
    BOTTOM_RIGHT,
    /** The left third. */
    LEFT_THIRD,
    /** The middle third. */
    CENTER_THIRD,
    /** The right third. */
    RIGHT_THIRD
}
