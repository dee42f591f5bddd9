package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.core.internal.json.LinkMessage;

/**
 * This node's end of the application's hint channel; without a channel it says and hears nothing. Thread-safe. Changes that
 * happen while a message waits to be sent go out with it.
 */
final class NodeLink {

    private static final int MAX_SESSIONS = 32;
    private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);

    private final @Nullable HintChannel channel;
    private final String node;
    private final Workers workers;
    private final Ears ears;
    private final Set<SessionId> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile Runnable stop = () -> {};

    /**
     * What is done with what other nodes say.
     *
     * @param onChange the keys of sessions to look at; empty means all
     * @param onSignal shows a signal to those who watch here
     * @param onBeat keeps the list of viewers
     */
    record Ears(
            Consumer<Set<String>> onChange,
            BiConsumer<SessionId, SessionSignal> onSignal,
            BiConsumer<SessionId, LinkMessage.Beat> onBeat) {}

    NodeLink(@Nullable HintChannel channel, String node, Workers workers, Ears ears) {
        this.channel = channel;
        this.node = node;
        this.workers = workers;
        this.ears = ears;
    }

    /** Begins to hear; call it once, when the ears can take what comes. */
    void listen() {
        if (channel != null) {
            stop = channel.subscribe(this::hear);
        }
    }

    /** Tells the others that they should look at the session. */
    void changed(SessionId session) {
        if (channel != null) {
            changed.add(session);
            tell();
        }
    }

    void signal(SessionId session, SessionSignal signal) {
        send(new LinkMessage(node, Set.of(session), signal, null));
    }

    void beat(SessionId session, Viewer viewer, boolean present) {
        send(new LinkMessage(node, Set.of(session), null, new LinkMessage.Beat(viewer, present)));
    }

    void close() {
        stop.run();
    }

    private void tell() {
        if (!changed.isEmpty() && telling.compareAndSet(false, true)) {
            workers.run(() -> {
                try {
                    List<SessionId> news = new ArrayList<>(changed);
                    news.forEach(changed::remove);
                    boolean many = news.size() > MAX_SESSIONS;
                    send(new LinkMessage(node, many ? Set.of() : new LinkedHashSet<>(news), null, null));
                } finally {
                    telling.set(false);
                }
                tell();
            });
        }
    }

    private void send(LinkMessage message) {
        if (channel == null) {
            return;
        }
        try {
            channel.publish(message.bytes());
        } catch (RuntimeException e) {
            LOG.warn(
                    "The hint channel {} failed; the others find out by their poll",
                    channel.getClass().getName(),
                    e);
        }
    }

    private void hear(byte[] bytes) {
        if (bytes.length > HintChannel.MAX_MESSAGE_BYTES) {
            LOG.warn("The hint channel brought {} bytes, which no node sends; they are ignored", bytes.length);
            return;
        }
        try {
            LinkMessage message = LinkMessage.read(bytes);
            if (message.node().equals(node)) {
                return;
            }
            SessionSignal signal = message.signal();
            LinkMessage.Beat beat = message.beat();
            if (beat != null) {
                message.sessions().forEach(session -> ears.onBeat().accept(session, beat));
            } else if (signal == null) {
                Set<String> keys = new LinkedHashSet<>();
                message.sessions().forEach(session -> keys.add(session.value()));
                ears.onChange().accept(keys);
            } else {
                message.sessions().forEach(session -> ears.onSignal().accept(session, signal));
            }
        } catch (RefusedException e) {
            LOG.warn("The hint channel brought what no node sends; it is ignored", e);
        }
    }
}
