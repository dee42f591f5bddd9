package systems.blackroad.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;

/** The pub/sub channel on which nodes tell each other which sessions changed: one message per batch. Thread-safe. */
final class Hints implements AutoCloseable {

    /** The message that says that the epoch changed. */
    static final String EPOCH = "!";

    private static final int MOST_NAMED = 50;
    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private final StatefulRedisPubSubConnection<String, String> connection;
    private final List<HintListener> listeners = new CopyOnWriteArrayList<>();

    private Hints(StatefulRedisPubSubConnection<String, String> connection) {
        this.connection = connection;
    }

    /** Connects; what this first subscription itself tells is told before anyone listens. */
    static Hints connect(RedisClient client, RedisLink link) {
        StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub(StringCodec.UTF8);
        Hints hints = new Hints(connection);
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        connection.addListener(new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String from, String message) {
                if (message.equals(EPOCH)) {
                    link.forgetEpoch();
                }
                hints.deliver(parse(message));
            }

            @Override
            public void subscribed(String to, long count) {
                // After a reconnect anything may have been missed.
                hints.deliver(Set.of());
                subscribed.complete(null);
            }
        });
        try {
            connection.sync().subscribe(link.keys().hints());
            // The answer is here before the listener was called.
            link.get(subscribed);
            return hints;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The message for a batch: its sessions, or nothing when they are many. */
    static String message(Collection<SessionId> sessions) {
        return sessions.size() > MOST_NAMED
                ? ""
                : sessions.stream().map(SessionId::toString).collect(Collectors.joining(","));
    }

    private static Set<String> parse(String message) {
        return message.isEmpty() || message.equals(EPOCH) ? Set.of() : Set.of(message.split(","));
    }

    HintSubscription add(HintListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void deliver(Set<String> sessions) {
        for (HintListener listener : listeners) {
            try {
                listener.onHint(sessions);
            } catch (RuntimeException e) {
                LOG.warn(
                        "Hint listener {} threw; the hint is lost for it",
                        listener.getClass().getName(),
                        e);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
