package systems.blackroad.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Puts packets together from a stream of bytes that was cut anywhere. Not thread-safe. */
final class Packets {

    /** What a length function says while it has too few bytes. */
    static final int UNKNOWN = -1;

    private byte[] bytes = new byte[1024];
    private int start;
    private int end;

    /** Adds the first {@code length} bytes. */
    void add(byte[] more, int length) {
        if (end + length > bytes.length) {
            byte[] grown = new byte[Math.max(2 * bytes.length, end - start + length)];
            System.arraycopy(bytes, start, grown, 0, end - start);
            bytes = grown;
            end -= start;
            start = 0;
        }
        System.arraycopy(more, 0, bytes, end, length);
        end += length;
    }

    /**
     * Takes the next packet.
     *
     * @param length the whole length of the packet that begins the buffer, or {@link #UNKNOWN}
     * @return null if it has not come whole
     */
    @Nullable
    ByteBuffer next(ToIntFunction<ByteBuffer> length) {
        int whole = length.applyAsInt(ByteBuffer.wrap(bytes, start, end - start).slice());
        if (whole == UNKNOWN || whole > end - start) {
            return null;
        }
        ByteBuffer packet = ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + whole));
        start += whole;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return packet;
    }
}
