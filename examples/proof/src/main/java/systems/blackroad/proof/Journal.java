package systems.blackroad.proof;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker's own file of what it asked and what it was answered, outside the storage: one line each, tab between the fields,
 * handed to the operating system before the next step, so that it survives the kill of the worker. Thread-safe.
 */
final class Journal implements AutoCloseable {

    /** Not a channel, which an interrupt of any writer would close for all. */
    private final OutputStream file;

    private Journal(OutputStream file) {
        this.file = file;
    }

    static Journal open(Path file) throws IOException {
        return new Journal(new FileOutputStream(file.toFile(), true));
    }

    /** Writes one line; the fields must not contain tabs or line ends. */
    void write(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(field);
        }
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (file) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The complete lines of a file; a last line that a kill cut off is left out. */
    static List<String[]> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<String[]> lines = new ArrayList<>();
        int start = 0;
        int end = text.indexOf('\n');
        while (end >= 0) {
            lines.add(text.substring(start, end).split("\t", -1));
            start = end + 1;
            end = text.indexOf('\n', start);
        }
        return lines;
    }

    /** Follows a journal that someone else writes, from the first line that begins in its last {@code back} bytes. */
    static Tail tail(Path file, long back) throws IOException {
        long from = Math.max(0, Files.size(file) - back);
        return new Tail(file, from, from > 0);
    }

    /** How far a growing journal has been read. Not thread-safe. */
    static final class Tail {

        private static final int MOST = 1 << 20;

        private final Path file;
        private long position;
        private boolean inLine;

        private Tail(Path file, long position, boolean inLine) {
            this.file = file;
            this.position = position;
            this.inLine = inLine;
        }

        /** The complete lines that came since, of at most 1 MiB; the rest comes with the next call. */
        List<String[]> more() throws IOException {
            byte[] bytes;
            try (InputStream in = new FileInputStream(file.toFile())) {
                in.skipNBytes(position);
                bytes = in.readNBytes(MOST);
            }
            List<String[]> lines = new ArrayList<>();
            int start = 0;
            for (int end = 0; end < bytes.length; end++) {
                if (bytes[end] == '\n') {
                    if (!inLine) {
                        lines.add(new String(bytes, start, end - start, StandardCharsets.UTF_8).split("\t", -1));
                    }
                    inLine = false;
                    start = end + 1;
                }
            }
            position += start;
            return lines;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
