package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.store.StoredEvent;

/** Clients that send again whatever happens, over a store that fails in every way, on two nodes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultsTest {

    private static final int SEQUENCES = 300;
    private static final int COMMANDS = 30;

    @Test
    void whatever_the_store_loses_each_command_takes_effect_once() {
        long base = Long.getLong("blackroad.seed", System.nanoTime());
        for (int i = 0; i < SEQUENCES; i++) {
            long seed = base + i;
            try {
                run(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dblackroad.seed=" + seed, e);
            }
        }
    }

    private static void run(Random random) {
        TestStore store = new TestStore();
        store.hinting = random.nextBoolean();
        try (Node one = new Node(store);
                Node two = new Node(store)) {
            one.open();
            Probe watcher = Probe.of(two.runtime.stream(Node.SESSION, null));
            List<Node> nodes = List.of(one, two);
            Map<CommandId, Long> acknowledged = new HashMap<>();
            for (int number = 1; number <= COMMANDS; number++) {
                CommandId id = new CommandId(ClientId.of("c" + random.nextInt(3)), number);
                CommandRequest request = CommandRequest.of(Node.ADA, id, new SetTheme(Theme.of("t" + number)));
                plantFaults(store, random);
                acknowledged.put(id, sendUntilAnswered(nodes, random, request));
                if (random.nextInt(4) == 0) {
                    assertThat(sendUntilAnswered(nodes, random, request)).isEqualTo(acknowledged.get(id));
                }
            }
            store.appendFaults.clear();
            store.failingReads.set(0);
            List<StoredEvent> log = store.log(Node.SESSION);
            assertThat(log.stream().map(StoredEvent::revision))
                    .isEqualTo(LongStream.rangeClosed(1, COMMANDS + 1).boxed().toList());
            Map<CommandId, Long> found = new HashMap<>();
            log.subList(1, log.size()).forEach(event -> found.put(event.command(), event.revision()));
            assertThat(found).isEqualTo(acknowledged);
            two.pollAfter(StreamHub.MAX_AGE);
            assertThat(watcher.state()).isEqualTo(one.runtime.requireState(Node.SESSION));
        }
    }

    private static void plantFaults(TestStore store, Random random) {
        List<TestStore.Fault> faults = new ArrayList<>(List.of(TestStore.Fault.values()));
        for (int i = random.nextInt(4); i > 0; i--) {
            store.appendFaults.add(faults.get(random.nextInt(faults.size())));
        }
        store.failingReads.set(random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0);
    }

    /** Sends to any node until it is answered, which each planted fault delays at most once. */
    private static long sendUntilAnswered(List<Node> nodes, Random random, CommandRequest request) {
        for (int sent = 0; sent < 20; sent++) {
            try {
                Node node = nodes.get(random.nextInt(nodes.size()));
                return ((Applied) node.runtime.execute(Node.SESSION, request)).revision();
            } catch (BlackRoadException e) {
                assertThat(e.getMessage()).startsWith("STORE_");
            }
        }
        throw new AssertionError("command " + request.id() + " was never answered");
    }
}
