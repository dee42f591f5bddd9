package systems.blackroad.examples.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** One opener's handle on a log that the openers of this process share. Thread-safe. */
final class FileStorage implements Storage {

    private final SharedLog log;
    private final FileSessionStore sessions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileStorage(SharedLog log, StorageOptions options) {
        this.log = log;
        this.sessions = new FileSessionStore(log, options.callTimeout());
    }

    /** Opens the file of the options' namespace; {@code disk} may stand between the store and the file, as tests do. */
    static Storage open(Path directory, StorageOptions options, UnaryOperator<Journal> disk) {
        return new FileStorage(SharedLog.acquire(directory, options, disk), options);
    }

    @Override
    public SessionStore sessions() {
        requireOpen();
        return sessions;
    }

    @Override
    public JobStore jobs() {
        throw new RefusedException(
                ErrorCode.STORE_UNSUPPORTED,
                "storage of kind file keeps sessions only; keep jobs in another storage and join the two with"
                        + " Storages.compose(sessions, jobs)");
    }

    @Override
    public List<Face> faces() {
        return List.of(new Face("sessions", "file", Durability.D2, false));
    }

    @Override
    public void ping() {
        requireOpen();
        sessions.ping();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sessions.close();
            log.release();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new RefusedException(ErrorCode.SHUTTING_DOWN, "this storage is closed; open it again");
        }
    }
}
