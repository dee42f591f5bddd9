package systems.blackroad.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.TimeoutOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** One Redis server as a storage of sessions. Thread-safe. */
final class RedisStorage implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(RedisStorage.class);

    private final RedisClient client;
    private final boolean ownsClient;
    private final RedisLink link;
    private final Hints hints;
    private final Face face;
    private final RedisSessionStore sessions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisStorage(
            RedisClient client, boolean ownsClient, RedisLink link, Hints hints, Face face, StoreTime time) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.link = link;
        this.hints = hints;
        this.face = face;
        this.sessions = new RedisSessionStore(link, hints, face.durability(), time);
    }

    /** Options under which no command is sent twice, and none waits for a server that is away. */
    static ClientOptions clientOptions(StorageOptions options) {
        return ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .timeoutOptions(TimeoutOptions.enabled(options.callTimeout()))
                .build();
    }

    static Storage open(RedisClient client, boolean ownsClient, StorageOptions options) {
        RedisLink link = null;
        Hints hints = null;
        try {
            Keys keys = new Keys(options.namespace());
            link = RedisLink.connect(client, keys, options.callTimeout());
            Face face = face(link, options);
            hints = Hints.connect(client, link);
            StoreTime time = new StoreTime(
                    options.clock().orElseGet(InstantSource::system),
                    options.clock().isPresent());
            return new RedisStorage(client, ownsClient, link, hints, face, time);
        } catch (RuntimeException e) {
            closeAll(client, ownsClient, link, hints);
            if (e instanceof RedisException) {
                throw Failures.reading("opening Redis", e);
            }
            throw e;
        }
    }

    private static Face face(RedisLink link, StorageOptions options) {
        boolean declared = false;
        Durability durability;
        try {
            durability = durability(link.settings("append*"));
        } catch (RefusedException e) {
            LOG.info("Redis does not tell its settings ({}); durability is as declared, else D0", e.getMessage());
            declared = options.declared().isPresent();
            durability = options.declared().orElse(Durability.D0);
        }
        Durability least = options.required().orElse(Durability.D0);
        if (durability.compareTo(least) < 0) {
            throw new RefusedException(
                    ErrorCode.STORE_DURABILITY_TOO_LOW,
                    "this Redis keeps acknowledged writes at class " + durability + ", " + least
                            + " was asked for; set appendonly yes and appendfsync always for D2, everysec for D1");
        }
        return new Face("sessions", "redis", durability, declared);
    }

    private static Durability durability(Map<String, String> settings) {
        if (!"yes".equals(settings.get("appendonly"))) {
            return Durability.D0;
        }
        String fsync = settings.getOrDefault("appendfsync", "no");
        if (fsync.equals("always")) {
            return Durability.D2;
        }
        return fsync.equals("everysec") ? Durability.D1 : Durability.D0;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public JobStore jobs() {
        throw new RefusedException(
                ErrorCode.STORE_UNSUPPORTED,
                "Redis keeps sessions only; keep jobs in another storage and join the two with"
                        + " Storages.compose(redis, Storages.open(\"jdbc:postgresql:...\"))");
    }

    @Override
    public List<Face> faces() {
        return List.of(face);
    }

    @Override
    public void ping() {
        link.ping();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeAll(client, ownsClient, link, hints);
        }
    }

    private static void closeAll(
            RedisClient client, boolean ownsClient, @Nullable RedisLink link, @Nullable Hints hints) {
        if (hints != null) {
            hints.close();
        }
        if (link != null) {
            link.close();
        }
        if (ownsClient) {
            client.shutdown();
        }
    }
}
