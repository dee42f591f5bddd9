package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.Storage;

/** Whether this host can serve: its storage answers and it is not stopping. Thread-safe. */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final SessionId NOBODY = SessionId.of("health-check");

    private final Storage storage;
    private final HostConfig config;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private volatile boolean draining;

    Health(Storage storage, HostConfig config, InstantSource clock, LongSupplier nanos) {
        this.storage = storage;
        this.config = config;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** From now on the host is not ready. */
    void drain() {
        draining = true;
    }

    boolean isReady() {
        return !draining && isStorageUp();
    }

    /** Whether the storage answers now; one round trip. */
    boolean isStorageUp() {
        try {
            storage.ping();
            return true;
        } catch (BlackRoadException e) {
            LOG.warn("The storage does not answer", e);
            return false;
        }
    }

    /** The document of {@code GET /health}. */
    ObjectNode document(boolean healthy) {
        ObjectNode json = Json.object()
                .put("status", healthy ? "healthy" : "unhealthy")
                .put("service", "blackroad-host")
                .put("version", config.build().version())
                .put("commit", config.build().gitSha())
                .put("environment", config.environment())
                .put("timestamp", Json.instant(clock.instant()));
        ArrayNode stores = json.putArray("stores");
        for (Face face : storage.faces()) {
            stores.addObject()
                    .put("face", face.name())
                    .put("kind", face.kind())
                    .put("durability", face.durability().name())
                    .put("declared", face.declared());
        }
        return json;
    }

    /**
     * Asks each face of the storage something real, {@code rounds} times, and takes the longest time: a job's result.
     *
     * @throws BlackRoadException if one does not answer
     */
    Map<String, Object> measure(int rounds) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", "healthy");
        report.put("checked_at", Json.instant(clock.instant()));
        report.put("ping_ms", longest(rounds, storage::ping));
        report.put("sessions_ms", longest(rounds, () -> storage.sessions().heads(Set.of(NOBODY))));
        Map<String, Object> counts = new LinkedHashMap<>();
        report.put(
                "jobs_ms",
                longest(
                        rounds,
                        () -> storage.jobs()
                                .counts()
                                .forEach((status, count) ->
                                        counts.put(status.name().toLowerCase(Locale.ROOT), count))));
        report.put("jobs", counts);
        return report;
    }

    private double longest(int rounds, Runnable call) {
        long longest = 0;
        for (int i = 0; i < rounds; i++) {
            long start = nanos.getAsLong();
            call.run();
            longest = Math.max(longest, nanos.getAsLong() - start);
        }
        return Math.round(longest / 1_000.0) / 1_000.0;
    }
}
