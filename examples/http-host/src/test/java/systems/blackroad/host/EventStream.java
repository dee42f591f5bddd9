package systems.blackroad.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The client's end of an event stream, read frame by frame. */
final class EventStream implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** One frame; a comment has the name {@code comment} and no data. */
    record Frame(String name, @Nullable String id, String data) {
        JsonNode json() {
            return Json.trusted(data);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next frame that is no comment and no list of viewers; waits for it. */
    Frame next() {
        Frame frame = nextOrComment();
        while (frame.name().equals("comment") || frame.name().equals("presence")) {
            frame = nextOrComment();
        }
        return frame;
    }

    /** The next list of viewers; waits for it. */
    Frame nextPresence() {
        Frame frame = nextOrComment();
        while (!frame.name().equals("presence")) {
            frame = nextOrComment();
        }
        return frame;
    }

    /** The next frame or comment; waits for it, and fails at the stream's end. */
    Frame nextOrComment() {
        Frame frame = read();
        if (frame == null) {
            throw new AssertionError("the stream has ended");
        }
        return frame;
    }

    /** Whether nothing follows; waits for the end. */
    boolean isAtEnd() {
        return read() == null;
    }

    private @Nullable Frame read() {
        String name = "comment";
        String id = null;
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    return new Frame(name, id, data.toString());
                }
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
            return null;
        } catch (IOException e) {
            throw new AssertionError("the stream broke", e);
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError("the stream cannot be closed", e);
        }
    }
}
