package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Window;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.OsLogic;

/**
 * A thousand subscribers on two nodes whose connections are cut at random points while commands run on both. One thread
 * runs everything, in an order that follows from a seed.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResumeUnderCutsTest {

    private static final int SUBSCRIBERS = 1_000;
    private static final int COMMANDS = 250;

    private final TestStore store = new TestStore();
    private final long seed = Long.getLong("resume.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Runnable> tasks = new ArrayList<>();
    private final Executor anyOrder = tasks::add;
    private final Node here = new Node(store, anyOrder, 16);
    private final Node there = new Node(store, anyOrder, 16);
    private final List<Client> clients =
            IntStream.range(0, SUBSCRIBERS).mapToObj(i -> new Client()).toList();
    private int sent;

    @Test
    void whoever_is_cut_and_resumes_ends_at_the_same_state() {
        try (Node opener = new Node(store)) {
            opener.open();
        }
        while (sent < COMMANDS) {
            command();
            clients.stream().filter(client -> random.nextInt(10) == 0).forEach(Client::disturb);
            store.hinting = random.nextInt(4) != 0;
            run(random.nextInt(2 * SUBSCRIBERS));
        }
        store.hinting = false;
        clients.forEach(Client::reconnect);
        run(Integer.MAX_VALUE);
        for (Node node : List.of(here, there)) {
            node.pollAfter(Duration.ofSeconds(5));
            run(Integer.MAX_VALUE);
        }
        OsState end = here.runtime.requireState(Node.SESSION);
        String expected = OsJson.canonicalHash(end);
        assertThat(clients.stream().filter(client -> !client.hash().equals(expected)))
                .as("clients that diverge, seed %d", seed)
                .isEmpty();
        assertThat(clients.stream().filter(client -> client.broken))
                .as("clients that got an event twice, out of order or after a gap, seed %d", seed)
                .isEmpty();
        assertThat(end.revision()).isGreaterThan(COMMANDS / 2);
        assertThat(sum(client -> client.cuts)).as("cuts, seed %d", seed).isGreaterThan(SUBSCRIBERS);
        assertThat(sum(client -> client.resumed)).as("resumed, seed %d", seed).isGreaterThan(SUBSCRIBERS);
        assertThat(sum(client -> client.replaced))
                .as("snapshots after the first, seed %d", seed)
                .isPositive();
        here.close();
        there.close();
    }

    private int sum(ToIntFunction<Client> count) {
        return clients.stream().mapToInt(count).sum();
    }

    private void command() {
        sent++;
        Node node = random.nextBoolean() ? here : there;
        node.runtime.submit(Node.SESSION, Node.request("tab", sent, next()));
    }

    private OsCommand next() {
        List<Window> windows = here.runtime.requireState(Node.SESSION).windows();
        if (windows.size() < 3 || random.nextInt(8) == 0) {
            return WindowCommand.OpenWindow.of("notes");
        }
        Window window = windows.get(random.nextInt(windows.size()));
        return random.nextInt(3) == 0
                ? new SetTheme(Theme.of("theme-" + sent))
                : new WindowCommand.MoveWindow(window.id(), new Position(random.nextInt(1000), random.nextInt(1000)));
    }

    /** Runs at most {@code most} waiting tasks, any of them next. */
    private void run(int most) {
        for (int i = 0; i < most && !tasks.isEmpty(); i++) {
            int chosen = random.nextInt(tasks.size());
            Runnable task = tasks.get(chosen);
            tasks.set(chosen, tasks.get(tasks.size() - 1));
            tasks.remove(tasks.size() - 1);
            task.run();
        }
    }

    /** A subscriber that remembers where it was, as a browser does, and loses its connection now and then. */
    private final class Client {
        private @Nullable Connection connection;
        private @Nullable StreamPosition position;
        private @Nullable OsState state;
        private boolean broken;
        private int cuts;
        private int resumed;
        private int replaced;

        void disturb() {
            if (connection == null) {
                connect();
            } else if (random.nextBoolean()) {
                cut();
            } else {
                connection.request(1 + random.nextInt(10));
            }
        }

        void reconnect() {
            cut();
            connect();
            if (connection != null) {
                connection.request(Long.MAX_VALUE);
            }
        }

        private void cut() {
            if (connection != null) {
                connection.isCut = true;
                connection.cancel();
                connection = null;
                cuts++;
            }
        }

        private void connect() {
            connection = new Connection(this);
            Node node = random.nextBoolean() ? here : there;
            node.runtime.stream(Node.SESSION, position).subscribe(connection);
            connection.request(1 + random.nextInt(10));
        }

        void take(SessionFrame frame) {
            if (frame instanceof SessionFrame.Snapshot snapshot) {
                replaced += state == null ? 0 : 1;
                state = snapshot.state();
                position = snapshot.position();
            } else if (frame instanceof SessionFrame.Resumed told) {
                resumed++;
                broken |= !told.position().equals(position);
            } else if (frame instanceof SessionFrame.Event event) {
                broken |= state == null || event.event().revision() != state.revision() + 1;
                state = OsLogic.evolve(state, event.event().event());
                position = event.position();
            }
        }

        String hash() {
            return state == null ? "nothing" : OsJson.canonicalHash(state);
        }
    }

    /** One connection; what arrives after it was cut is lost. */
    private static final class Connection implements Flow.Subscriber<SessionFrame> {
        private final Client client;
        private Flow.@Nullable Subscription subscription;
        private boolean isCut;

        Connection(Client client) {
            this.client = client;
        }

        void request(long count) {
            if (subscription != null) {
                subscription.request(count);
            }
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(SessionFrame frame) {
            if (!isCut) {
                client.take(frame);
            }
        }

        @Override
        public void onError(Throwable reason) {
            client.broken = true;
        }

        @Override
        public void onComplete() {
            client.broken = true;
        }
    }
}
