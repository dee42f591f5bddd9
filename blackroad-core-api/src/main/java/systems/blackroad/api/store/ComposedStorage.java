package systems.blackroad.api.store;

import java.util.List;

/** The sessions of one storage and the jobs of another, as one. */
final class ComposedStorage implements Storage {

    private final Storage sessions;
    private final Storage jobs;
    private final List<Face> faces;

    ComposedStorage(Storage sessions, Storage jobs) {
        sessions.sessions();
        jobs.jobs();
        this.sessions = sessions;
        this.jobs = jobs;
        this.faces = List.of(face(sessions, "sessions"), face(jobs, "jobs"));
    }

    private static Face face(Storage storage, String name) {
        return storage.faces().stream()
                .filter(face -> face.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "storage " + storage.getClass().getName() + " lists no face named " + name));
    }

    @Override
    public SessionStore sessions() {
        return sessions.sessions();
    }

    @Override
    public JobStore jobs() {
        return jobs.jobs();
    }

    @Override
    public List<Face> faces() {
        return faces;
    }

    @Override
    public void ping() {
        sessions.ping();
        jobs.ping();
    }

    @Override
    public void close() {
        try {
            jobs.close();
        } finally {
            sessions.close();
        }
    }
}
