package systems.blackroad.api.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A frame that goes to many subscribers and keeps its bytes, so that they are made once for all. Thread-safe. */
abstract sealed class SharedFrame permits SessionFrame.Snapshot, SessionFrame.Event, SessionFrame.Transient {

    private final Object making = new Object();
    /** Read-only; written once, under {@link #making}. */
    private volatile @Nullable ByteBuffer encoded;

    /** See {@link SessionFrame#encoded}. */
    public final ByteBuffer encoded(Function<? super SessionFrame, String> encoder) {
        ByteBuffer bytes = encoded;
        if (bytes == null) {
            synchronized (making) {
                bytes = encoded;
                if (bytes == null) {
                    bytes = ByteBuffer.wrap(encoder.apply(frame()).getBytes(StandardCharsets.UTF_8))
                            .asReadOnlyBuffer();
                    encoded = bytes;
                }
            }
        }
        return bytes.duplicate();
    }

    /** This frame. */
    abstract SessionFrame frame();
}
