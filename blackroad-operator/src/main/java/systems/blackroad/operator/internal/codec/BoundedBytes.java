package systems.blackroad.operator.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are being written, up to a fixed number. Used by one thread. */
final class BoundedBytes extends OutputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream(256);
    private final int max;

    BoundedBytes(int max) {
        this.max = max;
    }

    /** Says that what is written would be more than the bound. */
    static final class FullException extends IOException {

        private static final long serialVersionUID = 1L;

        FullException(int max) {
            super("more than " + max + " bytes");
        }
    }

    @Override
    public void write(int value) throws IOException {
        requireRoom(1);
        written.write(value);
    }

    @Override
    public void write(byte[] data, int from, int length) throws IOException {
        requireRoom(length);
        written.write(data, from, length);
    }

    byte[] toByteArray() {
        return written.toByteArray();
    }

    private void requireRoom(int more) throws IOException {
        if (more > max - written.size()) {
            throw new FullException(max);
        }
    }
}
