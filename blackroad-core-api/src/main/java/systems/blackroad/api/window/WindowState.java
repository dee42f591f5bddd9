package systems.blackroad.api.window;

/** How a window is shown. */
public enum WindowState {
    /** At its own position and size. */
    NORMAL,
    /** Hidden, to be restored from the taskbar; never active. */
    MINIMIZED,
    /** Filling the work area; its own position and size are kept for later. */
    MAXIMIZED
}
