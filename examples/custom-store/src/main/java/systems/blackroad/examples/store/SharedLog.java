package systems.blackroad.examples.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.StorageOptions;

/** A log file that is open, with its index, its writer and its listeners: what the openers of one process share. */
final class SharedLog {

    /**
     * The logs that are open in this process, by file; guarded by itself. It is held while one is opened or closed, so that
     * who opens a log again waits until the old one is gone. Without it a second opener here would undo the lock: on POSIX
     * systems a process loses its locks on a file as soon as it closes any channel on it.
     */
    private static final Map<Path, SharedLog> OPEN = new HashMap<>();

    private final Path key;
    private final LogFile file;
    private final SessionIndex index;
    private final Hints hints = new Hints();
    private final GroupCommit commits;
    private final Duration closeLimit;
    /** How many handles there are; guarded by {@link #OPEN}. */
    private int handles = 1;

    private SharedLog(Path key, LogFile file, SessionIndex index, Journal journal, StorageOptions options) {
        this.key = key;
        this.file = file;
        this.index = index;
        this.closeLimit = options.callTimeout();
        this.commits = GroupCommit.start(
                file.path(), journal, index, hints, options.clock().orElseGet(InstantSource::system));
    }

    static SharedLog acquire(Path directory, StorageOptions options, UnaryOperator<Journal> disk) {
        synchronized (OPEN) {
            Path key = LogFile.in(directory, options.namespace());
            SharedLog present = OPEN.get(key);
            if (present != null) {
                present.handles++;
                return present;
            }
            SharedLog opened = open(key, options, disk);
            OPEN.put(key, opened);
            return opened;
        }
    }

    private static SharedLog open(Path key, StorageOptions options, UnaryOperator<Journal> disk) {
        try {
            LogFile file = LogFile.open(key, LogRecords.epoch(UUID.randomUUID().toString()));
            try {
                SessionIndex index = new SessionIndex();
                file.replay(index::apply);
                return new SharedLog(key, file, index, disk.apply(file), options);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE, "session file " + key + " cannot be opened: " + e, e);
        }
    }

    /** Gives up one handle; the last one stops the writer and closes the file. */
    void release() {
        synchronized (OPEN) {
            if (--handles == 0) {
                OPEN.remove(key);
                try {
                    commits.close(closeLimit);
                } finally {
                    file.close();
                }
            }
        }
    }

    LogFile file() {
        return file;
    }

    SessionIndex index() {
        return index;
    }

    Hints hints() {
        return hints;
    }

    GroupCommit commits() {
        return commits;
    }
}
