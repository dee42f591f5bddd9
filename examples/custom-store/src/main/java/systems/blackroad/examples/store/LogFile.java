package systems.blackroad.examples.store;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/**
 * The file: frames one after the other, each written whole and synced before the next begins. One thread appends; any
 * thread reads.
 *
 * <p>A frame is a mark, the length of its body, the CRC32C of length and body, and the body. A crash can spoil the last one
 * alone, which nobody was told of: at open it is cut off. A spoiled frame with a whole one anywhere behind it is damage, and
 * the file is not opened. What no reader of the file can tell from a crash is damage to the very last frame.
 */
final class LogFile implements Journal, AutoCloseable {

    /** The largest body of a frame, in bytes: 64 MiB. */
    static final int MAX_BODY = 64 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    /** "BRS1": a later form of the frame has another mark. */
    private static final int MARK = 0x42525331;

    private static final int HEADER = 12;
    private static final int WINDOW = 1 << 16;

    private final Path path;
    private final FileChannel lock;
    private final FileChannel channel;
    /** Where the next frame begins; only the thread that replays, then the one that appends, touches it. */
    private long end;

    private LogFile(Path path, FileChannel lock, FileChannel channel) {
        this.path = path;
        this.lock = lock;
        this.channel = channel;
    }

    /** The one name of a namespace's file, for which the directory is made if need be. */
    static Path in(Path directory, String namespace) {
        try {
            createDurably(directory);
            return directory.toRealPath().resolve(namespace + ".log");
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE, "directory " + directory + " cannot be made or read: " + e, e);
        }
    }

    /**
     * Opens the file, or makes it with one frame of {@code firstBody}; {@link #replay} follows.
     *
     * @throws RefusedException with code {@code STORE_UNAVAILABLE} if another process has it open
     */
    static LogFile open(Path path, byte[] firstBody) throws IOException {
        FileChannel lock = lock(path);
        try {
            if (!Files.exists(path)) {
                create(path, firstBody);
            }
            // Also when the file was there: who made it may have been killed before this line.
            sync(path.resolveSibling(""));
            return new LogFile(path, lock, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Locks a file beside the log: the operating system frees it with the process, however that ends. */
    private static FileChannel lock(Path path) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } finally {
            if (held == null) {
                channel.close();
            }
        }
        if (held == null) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "session file " + path + " is open in another process, and only one may have it; close it there,"
                            + " or use a storage that several processes may open");
        }
        return channel;
    }

    /** Makes the file under another name first, so that under its own name it is never seen unfinished. */
    private static void create(Path path, byte[] firstBody) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            write(channel, frame(firstBody), 0);
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void createDurably(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (!Files.isDirectory(directory) && parent != null) {
            createDurably(parent);
            Files.createDirectories(directory);
            sync(parent);
        }
    }

    /** Makes a directory's new entries survive a power cut. Windows gives no handle on a directory; NTFS journals them. */
    private static void sync(Path directory) throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    Path path() {
        return path;
    }

    /**
     * Hands every frame to {@code reader} and cuts off an unfinished last one.
     *
     * @throws RefusedException if the file is damaged; it was not changed
     */
    void replay(FrameReader reader) throws IOException {
        long size = channel.size();
        long at = 0;
        Optional<byte[]> body = frameAt(at, size);
        while (body.isPresent()) {
            read(reader, body.get(), at);
            at += HEADER + body.get().length;
            body = frameAt(at, size);
        }
        if (at == 0) {
            throw damaged(at, "it does not begin with a frame");
        }
        if (at < size) {
            cutTail(at, size);
        }
        // The last frame may be whole and yet not synced; from here on it is read, so a power cut must not take it
        // back.
        channel.force(true);
        end = at;
    }

    private void read(FrameReader reader, byte[] body, long at) throws IOException {
        try {
            reader.read(body, at + HEADER);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(at, "its frame there is whole but does not follow from the ones before: " + e.getMessage());
        }
    }

    private void cutTail(long at, long size) throws IOException {
        OptionalLong next = findFrame(at + 1, size);
        if (next.isPresent()) {
            throw damaged(at, "the frame there is spoiled, and a whole one follows at " + next.getAsLong());
        }
        LOG.warn(
                "Session file {} ends in an unfinished write, acknowledged to nobody: {} bytes from offset {} on are cut"
                        + " off",
                path,
                size - at,
                at);
        channel.truncate(at);
    }

    private RefusedException damaged(long at, String why) {
        return new RefusedException(
                ErrorCode.STORE_REFUSED,
                "session file " + path + " is damaged at offset " + at + ": " + why
                        + "; nothing was changed; restore it from a backup and call newEpoch(), or move it away to begin"
                        + " anew");
    }

    /** The first whole frame from {@code from} on, at whatever offset. */
    private OptionalLong findFrame(long from, long size) throws IOException {
        for (long start = from; start + HEADER <= size; start += WINDOW) {
            ByteBuffer window = read(start, (int) Math.min(WINDOW + Integer.BYTES - 1, size - start));
            for (int i = 0; i + Integer.BYTES <= window.limit(); i++) {
                if (window.getInt(i) == MARK && frameAt(start + i, size).isPresent()) {
                    return OptionalLong.of(start + i);
                }
            }
        }
        return OptionalLong.empty();
    }

    private Optional<byte[]> frameAt(long at, long size) throws IOException {
        if (at + HEADER > size) {
            return Optional.empty();
        }
        ByteBuffer header = read(at, HEADER);
        int length = header.getInt(4);
        if (header.getInt(0) != MARK || length < 1 || length > MAX_BODY || at + HEADER + length > size) {
            return Optional.empty();
        }
        byte[] body = read(at + HEADER, length).array();
        return header.getInt(8) == crc(body) ? Optional.of(body) : Optional.empty();
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("session file " + path + " became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public long append(byte[] body) throws IOException {
        long at = end;
        end = write(channel, frame(body), at);
        // Without metadata: what is needed to find the bytes again, such as the new length, is synced all the same.
        channel.force(false);
        return at + HEADER;
    }

    private static ByteBuffer frame(byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(MARK)
                .putInt(body.length)
                .putInt(crc(body))
                .put(body)
                .flip();
    }

    private static int crc(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(body.length).flip());
        crc.update(body);
        return (int) crc.getValue();
    }

    private static long write(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    /**
     * The bytes at {@code places}, checked. Opens the file for itself: a {@code FileChannel} that readers share would be
     * closed for all of them, and for the writer, when one of their threads is interrupted.
     */
    List<byte[]> read(List<Place> places) throws IOException {
        List<byte[]> blocks = new ArrayList<>(places.size());
        if (places.isEmpty()) {
            return blocks;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            for (Place place : places) {
                byte[] block = new byte[place.length()];
                file.seek(place.offset());
                file.readFully(block);
                if (LogRecords.crc(block) != place.crc()) {
                    throw new IOException("the bytes at offset " + place.offset() + " are not those that were written");
                }
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** Closes the file, then frees the lock. */
    @Override
    public void close() {
        try (lock;
                channel) {
            LOG.debug("Session file {} is closed at {} bytes", path, end);
        } catch (IOException e) {
            throw new UncheckedIOException("session file " + path + " could not be closed", e);
        }
    }

    /** Takes frames in. */
    @FunctionalInterface
    interface FrameReader {

        /** Takes in a body that begins at {@code offset} of the file. */
        void read(byte[] body, long offset) throws IOException;
    }
}
