package systems.blackroad.host;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.core.OsJson;

/**
 * One open event stream: asks the runtime for a frame, writes it without blocking, and only then asks for the next, so that a
 * slow client holds one frame here and no thread. A frame's JSON is shared with all other streams and copied piece by piece as the
 * client takes it. Thread-safe: frames, heartbeats, the end and the container's calls arrive
 * on any thread; {@link #turns} lets one at a time write, and the fields that only the writer touches are published by it.
 */
final class SessionStream implements Flow.Subscriber<SessionFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);
    private static final int PIECE = 8_192;
    private static final byte[] END_OF_FRAME = {'\n', '\n'};
    private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ServletOutputStream out;
    private final Consumer<SessionStream> onBegin;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicReference<@Nullable SessionFrame> frame = new AtomicReference<>();
    /** What is left of the frame that is being written. */
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();

    private final AtomicBoolean beat = new AtomicBoolean();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile Flow.@Nullable Subscription subscription;
    /** Touched by {@link #onNext} only, which is called for one frame at a time. */
    private boolean begun;

    private boolean unflushed;
    private boolean lastWritten;

    /** A stream that calls {@code onBegin} once, when its first frame has come, unless that is its last. */
    SessionStream(ServletOutputStream out, Consumer<SessionStream> onBegin) {
        this.out = out;
        this.onBegin = onBegin;
    }

    /** Why the stream ends: with a closing frame for the client, or without, if the runtime sent its own. */
    private record Ending(@Nullable String code) {}

    /** What the container calls; set it once, after the request went asynchronous. */
    WriteListener outlet() {
        return new Outlet();
    }

    /** Completes when nothing more will be written; never exceptionally. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Ends the stream after what is being written with a closing frame that says {@code code}. Does not block. */
    void end(String code) {
        end(new Ending(code));
    }

    /** Writes a comment, so that both ends know the line is alive; a client that took nothing since the last is cut. */
    void heartbeat() {
        if (beat.compareAndSet(false, true)) {
            write();
        } else {
            abandon();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (done.isDone()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(SessionFrame next) {
        frame.set(next);
        if (next instanceof SessionFrame.Closed) {
            end(new Ending(null));
        } else {
            write();
            if (!begun) {
                begun = true;
                onBegin.accept(this);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        ErrorCode code = failure instanceof BlackRoadException
                ? ((BlackRoadException) failure).code()
                : ErrorCode.STORE_UNAVAILABLE;
        LOG.info("An event stream ends: {}", failure.toString());
        end(code.name());
    }

    @Override
    public void onComplete() {
        end(new Ending(null));
    }

    /** The container's side: it says when more can be written, and when the client is gone. */
    private final class Outlet implements WriteListener {

        @Override
        public void onWritePossible() {
            write();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.debug("An event stream's client is gone", failure);
            abandon();
        }
    }

    private void end(Ending how) {
        ending.compareAndSet(null, how);
        write();
    }

    private void abandon() {
        Flow.Subscription held = subscription;
        if (held != null) {
            held.cancel();
        }
        done.complete(null);
    }

    private void write() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            try {
                writeWhatIsReady();
            } catch (IOException | IllegalStateException e) {
                LOG.debug("An event stream cannot be written", e);
                abandon();
            }
            missed = turns.addAndGet(-missed);
        } while (missed != 0);
    }

    private void writeWhatIsReady() throws IOException {
        while (!done.isDone() && out.isReady()) {
            byte[] next = next();
            if (next != null) {
                out.write(next);
                unflushed = true;
            } else if (unflushed) {
                unflushed = false;
                out.flush();
            } else if (lastWritten) {
                abandon();
            } else {
                return;
            }
        }
    }

    /** What to write now: the rest of a frame first, then the next frame, then a heartbeat, then the end. */
    private byte @Nullable [] next() {
        byte[] rest = piece();
        if (rest != null) {
            return rest;
        }
        SessionFrame waiting = frame.getAndSet(null);
        if (waiting != null) {
            beat.set(false);
            pieces.add(ByteBuffer.wrap(opening(waiting)));
            pieces.add(OsJson.frameBytes(waiting));
            pieces.add(ByteBuffer.wrap(END_OF_FRAME));
            return piece();
        }
        Ending end = ending.get();
        if (end != null) {
            if (lastWritten) {
                return null;
            }
            lastWritten = true;
            return end.code() == null ? null : closing(end.code());
        }
        return beat.getAndSet(false) ? HEARTBEAT : null;
    }

    /** The next piece of the frame; with the last one the next frame is asked for. */
    private byte @Nullable [] piece() {
        ByteBuffer from = pieces.peek();
        if (from == null) {
            return null;
        }
        byte[] piece = new byte[Math.min(PIECE, from.remaining())];
        from.get(piece);
        if (!from.hasRemaining()) {
            pieces.remove();
        }
        Flow.Subscription held = subscription;
        if (pieces.isEmpty() && held != null) {
            held.request(1);
        }
        return piece;
    }

    private static byte[] opening(SessionFrame frame) {
        StreamPosition position = null;
        if (frame instanceof SessionFrame.Resumed) {
            position = ((SessionFrame.Resumed) frame).position();
        } else if (frame instanceof SessionFrame.Snapshot) {
            position = ((SessionFrame.Snapshot) frame).position();
        } else if (frame instanceof SessionFrame.Event) {
            position = ((SessionFrame.Event) frame).position();
        }
        String id = position == null ? "" : "id: " + position + "\n";
        return (id + "event: " + OsJson.frameName(frame) + "\ndata: ").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] closing(String code) {
        return ("event: closed\ndata: {\"code\":\"" + code + "\"}\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
