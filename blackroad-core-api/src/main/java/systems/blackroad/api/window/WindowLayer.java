package systems.blackroad.api.window;

/** How high a window's group stands; what is in a higher layer covers all of a lower one. */
public enum WindowLayer {
    /** Part of the desktop itself, below all. */
    DESKTOP(0),
    /** Below normal windows. */
    BELOW(1),
    /** Where windows open. */
    NORMAL(2),
    /** A bar or panel; in one layer with {@link #ABOVE}. */
    DOCK(3),
    /** Always on top. */
    ABOVE(3);

    private final int rank;

    WindowLayer(int rank) {
        this.rank = rank;
    }

    /** The layer's height, from 0 at the bottom; layers of equal rank are one in the stacking order. */
    public int rank() {
        return rank;
    }
}
