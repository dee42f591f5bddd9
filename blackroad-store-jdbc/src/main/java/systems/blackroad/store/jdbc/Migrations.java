package systems.blackroad.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/**
 * Brings the tables of one namespace to this version: numbered scripts from the jar, a table that says which ran, and a
 * lock, so that any number of nodes may start at once. All of it is one transaction, except on MariaDB, where each
 * statement that makes a table commits: there every statement may be run again after a migration that broke off.
 */
final class Migrations {

    /** The scripts in order; the first is version 1. Released ones never change. */
    private static final List<String> SCRIPTS = List.of("V1__sessions_and_jobs.sql");

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /** Migrates, or refuses to if a newer library was here. */
    static void run(Database db) {
        int before = db.write(handle -> migrate(db, handle));
        if (before < SCRIPTS.size()) {
            LOG.info(
                    "Migrated namespace {} on {} from version {} to {}",
                    db.options().namespace(),
                    db.dialect().kind(),
                    before,
                    SCRIPTS.size());
        }
    }

    private static int migrate(Database db, Handle handle) {
        db.dialect().lockSchema(handle, db.options());
        int before;
        try {
            before = migrateLocked(db, handle);
        } catch (RuntimeException | Error e) {
            unlock(db, handle, e);
            throw e;
        }
        db.dialect().unlockSchema(handle, db.options().namespace());
        return before;
    }

    /** On a connection that broke this fails too, and the lock is gone with it; the first failure is the one to tell. */
    private static void unlock(Database db, Handle handle, Throwable cause) {
        try {
            db.dialect().unlockSchema(handle, db.options().namespace());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static int migrateLocked(Database db, Handle handle) {
        String table = db.sql("{ns}_schema_version");
        if (!db.dialect().hasTable(handle, table)) {
            handle.execute(db.sql("create table {ns}_schema_version (version integer primary key)"));
        }
        int present = handle.createQuery(db.sql("select coalesce(max(version), 0) from {ns}_schema_version"))
                .mapTo(Integer.class)
                .one();
        if (present > SCRIPTS.size()) {
            throw new RefusedException(
                    ErrorCode.STORE_SCHEMA_MISMATCH,
                    "the tables of namespace " + db.options().namespace() + " have version " + present
                            + ", and this library knows up to " + SCRIPTS.size() + "; use a newer library");
        }
        for (int version = present + 1; version <= SCRIPTS.size(); version++) {
            handle.createScript(script(db, version)).execute();
            handle.execute(db.sql("insert into {ns}_schema_version values (" + version + ")"));
        }
        return present;
    }

    private static String script(Database db, int version) {
        return text(db.dialect().kind(), version).replace("{ns}", db.options().namespace());
    }

    /** Every script of a dialect for a namespace, for a database administrator to run. */
    static String export(String kind, String namespace) {
        StringBuilder all = new StringBuilder("create table {ns}_schema_version (version integer primary key);\n");
        for (int version = 1; version <= SCRIPTS.size(); version++) {
            all.append(text(kind, version))
                    .append("insert into {ns}_schema_version values (")
                    .append(version)
                    .append(");\n");
        }
        return all.toString().replace("{ns}", namespace);
    }

    private static String text(String kind, int version) {
        String name = "migrations/" + kind + "/" + SCRIPTS.get(version - 1);
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("script " + name + " is missing from the jar of the JDBC store");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("script " + name + " cannot be read", e);
        }
    }
}
