package systems.blackroad.host;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Token buckets for sign-ins, one per address and one per user name, for this host process. Thread-safe; the 10,000 most
 * recently used buckets are kept, guarded by the map's own lock.
 */
final class LoginLimits {

    private static final int MAX_BUCKETS = 10_000;

    private final int perAddress;
    private final int perUser;
    private final TimeMeter ticker;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    /** Limits per minute; a full minute's worth may come at once. */
    LoginLimits(int perAddress, int perUser, LongSupplier nanos) {
        this.perAddress = perAddress;
        this.perUser = perUser;
        this.ticker = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    /** Counts a sign-in from the caller's address; ends the request with 429 if there were too many. */
    void fromAddress(Context ctx) {
        take(ctx, "address " + network(ctx.ip()), perAddress);
    }

    /** Counts a sign-in for a user name; ends the request with 429 if there were too many. */
    void forUser(Context ctx, String username) {
        take(ctx, "user " + username.toLowerCase(Locale.ROOT), perUser);
    }

    private void take(Context ctx, String key, int perMinute) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(
                    key,
                    name -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                            .withCustomTimePrecision(ticker)
                            .build());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            ctx.header("Retry-After", Long.toString(seconds));
            throw Problem.of(429, "RATE_LIMITED", "too many sign-ins; try again in " + seconds + " s")
                    .exception();
        }
    }

    /** The address, or of an IPv6 address its first 64 bits, which one customer has for itself. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] groups = address.replace("[", "").split(":", -1);
        return String.join(":", groups.length > 4 ? Arrays.copyOf(groups, 4) : groups);
    }
}
