package systems.blackroad.store.jdbc;

import java.util.List;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;

/** Sessions and jobs in one database. Thread-safe. */
final class JdbcStorage implements Storage {

    private final Database db;
    private final Server server;
    private final Hints hints;
    private final JdbcSessionStore sessions;
    private final JdbcJobStore jobs;

    private JdbcStorage(Database db, Server server, Hints hints) {
        this.db = db;
        this.server = server;
        this.hints = hints;
        this.sessions = new JdbcSessionStore(db, server, hints);
        this.jobs = new JdbcJobStore(db, server, hints);
    }

    /** Migrates, inspects the server and is ready; on failure closes {@code db}. */
    static JdbcStorage open(Database db) {
        try {
            Server server = Server.inspect(db);
            Migrations.run(db);
            server.compareFingerprint();
            db.onReconnect(server::compareFingerprint);
            return new JdbcStorage(db, server, new Hints(db.dialect().link(db)));
        } catch (RuntimeException | Error e) {
            db.close();
            throw e;
        }
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public List<Face> faces() {
        String kind = db.dialect().kind();
        return List.of(
                new Face("sessions", kind, server.durability(), server.declared()),
                new Face("jobs", kind, server.durability(), server.declared()));
    }

    @Override
    public void ping() {
        db.read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        hints.close();
        db.close();
    }
}
