package systems.blackroad.store.jdbc;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;

/**
 * The server behind a storage: how durable it is, and whether it is still the one that wrote the tables. Where it is
 * another one, as after a failover or a restore, the sessions get a new epoch and the tokens a higher floor, once over
 * all nodes. Thread-safe.
 */
final class Server {

    /** More than any job is claimed in one epoch, so that a new floor is above every token of the old one. */
    static final long TOKENS_PER_EPOCH = 1L << 32;

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Database db;
    private final Durability durability;
    private final boolean declared;

    private Server(Database db, Durability durability, boolean declared) {
        this.db = db;
        this.durability = durability;
        this.declared = declared;
    }

    /** Looks at the server, and refuses it if it is not durable enough. */
    static Server inspect(Database db) {
        Optional<Durability> told = db.read(handle -> db.dialect().durability(handle));
        boolean declared = told.isEmpty() && db.options().declared().isPresent();
        Durability durability = told.or(() -> db.options().declared()).orElse(Durability.D0);
        Durability required = db.options().required().orElse(Durability.D0);
        if (durability.compareTo(required) < 0) {
            throw new RefusedException(
                    ErrorCode.STORE_DURABILITY_TOO_LOW,
                    "this " + db.dialect().kind() + " server has durability " + durability + ", and " + required
                            + " is required; " + db.dialect().durabilityAdvice());
        }
        return new Server(db, durability, declared);
    }

    Durability durability() {
        return durability;
    }

    boolean declared() {
        return declared;
    }

    /** Begins a new epoch if another server wrote the tables. */
    void compareFingerprint() {
        Optional<String> fingerprint = fingerprint();
        if (fingerprint.isEmpty()) {
            return;
        }
        String present = fingerprint.get();
        String stored = db.read(handle -> db.query(handle, "select fingerprint from {ns}_meta")
                .mapTo(String.class)
                .one());
        if (stored.equals(present)) {
            return;
        }
        String change = stored.isEmpty()
                ? "update {ns}_meta set fingerprint = :present where fingerprint = :stored"
                : "update {ns}_meta set fingerprint = :present, epoch = {random}, token_floor = token_floor + :tokens"
                        + " where fingerprint = :stored";
        int changed = db.write(handle -> {
            db.dialect().lockEpoch(db, handle);
            return db.update(handle, change)
                    .bind("present", present)
                    .bind("stored", stored)
                    .bind("tokens", TOKENS_PER_EPOCH)
                    .execute();
        });
        if (changed > 0 && !stored.isEmpty()) {
            LOG.warn(
                    "The tables of namespace {} came from another server; a new epoch began",
                    db.options().namespace());
        }
    }

    private Optional<String> fingerprint() {
        try {
            return db.read(
                    handle -> db.dialect().fingerprint(handle, db.options().namespace()));
        } catch (RefusedException e) {
            if (e.code() == ErrorCode.STORE_UNAVAILABLE) {
                throw e;
            }
            LOG.warn(
                    "This {} server hides its identity, so a restore or failover is not noticed; call newEpoch after one",
                    db.dialect().kind(),
                    e);
            return Optional.empty();
        }
    }

    void newSessionEpoch() {
        db.write(handle -> {
            db.dialect().lockEpoch(db, handle);
            return db.update(handle, "update {ns}_meta set epoch = {random}").execute();
        });
    }

    void newTokenEpoch() {
        db.writeOnce(handle -> db.update(handle, "update {ns}_meta set token_floor = token_floor + :tokens")
                .bind("tokens", TOKENS_PER_EPOCH)
                .execute());
    }
}
