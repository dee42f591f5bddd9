package systems.blackroad.core.planted;

/** Planted against A6, as a call. */
final class Waits {
    void pause() throws InterruptedException {
        Thread.sleep(1);
    }
}
