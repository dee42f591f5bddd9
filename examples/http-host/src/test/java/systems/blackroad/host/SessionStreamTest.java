package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.StreamPosition;

/** A stream under a client that reads slowly or not at all. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SessionStreamTest {

    private final Outlet outlet = new Outlet();
    private final Demand demand = new Demand();
    private int begins;
    private final SessionStream stream = new SessionStream(outlet, begun -> begins++);

    @Test
    void a_client_that_takes_nothing_holds_one_frame_and_is_asked_no_more() throws IOException {
        stream.onSubscribe(demand);
        outlet.ready = false;
        stream.onNext(frame(1));
        assertThat(demand.requested).isEqualTo(1);
        assertThat(outlet.text()).isEmpty();
        outlet.ready = true;
        stream.outlet().onWritePossible();
        assertThat(outlet.text()).isEqualTo("id: e:1\nevent: resumed\ndata: {\"epoch\":\"e\",\"revision\":1}\n\n");
        assertThat(demand.requested).isEqualTo(2);
    }

    @Test
    void a_stream_begins_once_and_not_with_its_last_frame() {
        stream.onSubscribe(demand);
        assertThat(begins).isZero();
        stream.onNext(frame(1));
        stream.onNext(frame(2));
        assertThat(begins).isEqualTo(1);
        SessionStream ended = new SessionStream(new Outlet(), begun -> begins++);
        ended.onSubscribe(new Demand());
        ended.onNext(new SessionFrame.Closed(ErrorCode.SESSION_ENDED));
        assertThat(begins).isEqualTo(1);
    }

    @Test
    void a_client_that_misses_two_heartbeats_is_cut() {
        stream.onSubscribe(demand);
        outlet.ready = false;
        stream.heartbeat();
        assertThat(stream.done()).isNotDone();
        stream.heartbeat();
        assertThat(stream.done()).isDone();
        assertThat(demand.cancelled).isTrue();
    }

    @Test
    void the_end_waits_for_the_frame_before_it_and_is_told_once() throws IOException {
        stream.onSubscribe(demand);
        outlet.ready = false;
        stream.onNext(frame(1));
        stream.end("SHUTTING_DOWN");
        stream.end("TOKEN_EXPIRED");
        assertThat(stream.done()).isNotDone();
        outlet.ready = true;
        stream.outlet().onWritePossible();
        assertThat(outlet.text()).endsWith("\n\nevent: closed\ndata: {\"code\":\"SHUTTING_DOWN\"}\n\n");
        assertThat(stream.done()).isDone();
        assertThat(demand.cancelled).isTrue();
    }

    @Test
    void a_large_frame_is_written_in_pieces_and_the_next_is_asked_for_after_the_last() throws IOException {
        stream.onSubscribe(demand);
        outlet.writesUntilBusy = 3;
        String epoch = "e".repeat(20_000);
        stream.onNext(new SessionFrame.Resumed(new StreamPosition(epoch, 1)));
        assertThat(demand.requested).isEqualTo(1);
        while (!outlet.ready) {
            outlet.ready = true;
            outlet.writesUntilBusy = 1;
            stream.outlet().onWritePossible();
        }
        assertThat(outlet.text())
                .isEqualTo(
                        "id: " + epoch + ":1\nevent: resumed\ndata: {\"epoch\":\"" + epoch + "\",\"revision\":1}\n\n");
        assertThat(outlet.largest).isEqualTo(8_192);
        assertThat(demand.requested).isEqualTo(2);
    }

    private static SessionFrame frame(long revision) {
        return new SessionFrame.Resumed(new StreamPosition("e", revision));
    }

    /** Counts what the stream asks for. */
    private static final class Demand implements Flow.Subscription {
        private long requested;
        private boolean cancelled;

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** A response that can be written only when the test says so. */
    private static final class Outlet extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean ready = true;
        private int writesUntilBusy = Integer.MAX_VALUE;
        private int largest;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("the test calls the listener itself");
        }

        @Override
        public void write(byte[] piece) {
            if (!ready) {
                throw new IllegalStateException("written without asking isReady");
            }
            largest = Math.max(largest, piece.length);
            written.writeBytes(piece);
            writesUntilBusy--;
            ready = writesUntilBusy > 0;
        }

        @Override
        public void write(int octet) {
            if (!ready) {
                throw new IllegalStateException("written without asking isReady");
            }
            written.write(octet);
        }

        private String text() {
            return written.toString(StandardCharsets.UTF_8);
        }
    }
}
