package systems.blackroad.api.codec;

import systems.blackroad.api.error.RefusedException;

/**
 * Turns application values into bytes and back, for job payloads and results. Implementations are thread-safe, do not
 * block, and choose classes only by the {@code type} argument, never by a name found in the data.
 */
public interface PayloadCodec {

    /**
     * The bytes of {@code value}.
     *
     * @throws RefusedException with code {@code INVALID_VALUE} if the value cannot be written
     */
    byte[] encode(Object value);

    /**
     * The value of class {@code type} that {@code data} describes.
     *
     * @throws RefusedException with code {@code MALFORMED_DOCUMENT} if the data is no such value or exceeds {@link
     *     ReadLimits}
     */
    <T> T decode(byte[] data, Class<T> type);
}
