package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;

/**
 * The wall clocks of the workers, each off by up to an hour, which libfaketime sees to while a process runs; the monotonic clock
 * stays as it is. Not thread-safe.
 */
final class WallClocks {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    private static final int MOST_SECONDS = 3600;

    private final Path library;
    private final Path folder;
    private final Random random;

    private WallClocks(Path library, Path folder, Random random) {
        this.library = library;
        this.folder = folder;
        this.random = random;
    }

    /**
     * Clocks that are kept in a folder.
     *
     * @throws IllegalArgumentException if libfaketime is not installed
     */
    static WallClocks in(Path folder, long seed) throws IOException {
        return in(folder, seed, LIBRARIES);
    }

    /** The same with libfaketime somewhere below {@code libraries}. */
    static WallClocks in(Path folder, long seed, Path libraries) throws IOException {
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(libraries)) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve(LIBRARY);
                if (Files.exists(library)) {
                    return new WallClocks(library, folder, new Random(seed));
                }
            }
        }
        throw new IllegalArgumentException(
                "clocks need " + libraries + "/*/" + LIBRARY + ", which Debian's package faketime brings");
    }

    /** The environment of a worker that is about to start, with a clock of its own. */
    Map<String, String> environment(int worker) throws IOException {
        set(worker);
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file(worker).toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Its mend for an old libc makes waits by the monotonic clock end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Sets a worker's clock to another time, within a second. */
    void set(int worker) throws IOException {
        int seconds = random.nextInt(2 * MOST_SECONDS + 1) - MOST_SECONDS;
        Path next = folder.resolve("clock-next.txt");
        Files.writeString(next, String.format("%+ds%n", seconds));
        Files.move(next, file(worker), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(int worker) {
        return folder.resolve("clock-" + worker + ".txt");
    }
}
