package systems.blackroad.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A small file system with a storage's data, which can be full for a while. Not thread-safe. */
final class Disk {

    /** A larger file system is not filled: it would take long, and may not be there for this alone. */
    static final long MOST_BYTES = 8L << 30;

    private static final String FULL = "No space left";
    private static final int BLOCK_BYTES = 1 << 20;
    private static final long POLL_MILLIS = 5;

    private final Path ballast;

    private Disk(Path ballast) {
        this.ballast = ballast;
    }

    /**
     * The file system with a folder.
     *
     * @throws IllegalArgumentException if it has more than {@code most} bytes
     */
    static Disk of(Path folder, long most) throws IOException {
        long size = Files.getFileStore(folder).getTotalSpace();
        if (size > most) {
            throw new IllegalArgumentException(
                    "the disk of " + folder + " has " + size + " bytes, which is more than the " + most
                            + " that are filled; give a folder on a small file system of its own, as a tmpfs");
        }
        return new Disk(folder.resolve("ballast"));
    }

    /** Takes all room on it for a while, also what becomes free meanwhile, and gives it back. */
    void fill(Duration span) throws IOException, InterruptedException {
        long end = System.nanoTime() + span.toNanos();
        try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            do {
                takeAll(file);
                Thread.sleep(POLL_MILLIS);
            } while (System.nanoTime() - end < 0);
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /** Writes until not even a byte can be written. */
    static void takeAll(WritableByteChannel file) throws IOException {
        for (int bytes = BLOCK_BYTES; bytes > 0; bytes /= 2) {
            while (hasRoom(file, bytes)) {
                // It has less now.
            }
        }
    }

    private static boolean hasRoom(WritableByteChannel file, int bytes) throws IOException {
        try {
            file.write(ByteBuffer.allocate(bytes));
            return true;
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains(FULL)) {
                throw e;
            }
            return false;
        }
    }
}
