package systems.blackroad.core.internal.json;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/** Bytes in the zlib format (RFC 1950), which tells by a checksum if they were damaged. */
final class Deflated {

    private static final int BUFFER = 8 * 1024;

    private Deflated() {}

    /** The deflated form of {@code plain}. */
    static byte[] of(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream(BUFFER);
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * The bytes whose deflated form {@code deflated} is.
     *
     * @throws RefusedException if there are more than {@code most}, or if the form is damaged, cut off or goes on
     */
    static byte[] inflate(byte[] deflated, int most) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            byte[] plain = new byte[Math.min(BUFFER, most)];
            int length = 0;
            while (!inflater.finished()) {
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, grown(length, most));
                }
                int more = inflater.inflate(plain, length, plain.length - length);
                if (more == 0 && !inflater.finished()) {
                    throw damaged("is cut off", null);
                }
                length += more;
            }
            if (inflater.getRemaining() > 0) {
                throw damaged("goes on after its end", null);
            }
            return Arrays.copyOf(plain, length);
        } catch (DataFormatException e) {
            throw damaged("is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static int grown(int length, int most) {
        if (length == most) {
            throw damaged("has more than " + most + " bytes", null);
        }
        return (int) Math.min(most, 2L * length);
    }

    private static RefusedException damaged(String problem, @Nullable Throwable cause) {
        return new RefusedException(ErrorCode.INVALID_VALUE, "deflated document " + problem, cause);
    }
}
