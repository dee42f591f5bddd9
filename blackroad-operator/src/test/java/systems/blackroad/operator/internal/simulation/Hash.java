package systems.blackroad.operator.internal.simulation;

/** FNV-1a in 64 bits, over UTF-16 chars or whole numbers. */
final class Hash {

    static final long START = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hash() {}

    /** Goes on from {@code hash} with {@code text}. */
    static long of(long hash, String text) {
        long result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = (result ^ text.charAt(i)) * PRIME;
        }
        return result;
    }

    /** Goes on from {@code hash} with {@code numbers}. */
    static long of(long hash, long... numbers) {
        long result = hash;
        for (long number : numbers) {
            result = (result ^ number) * PRIME;
            result ^= result >>> 29;
        }
        return result;
    }
}
