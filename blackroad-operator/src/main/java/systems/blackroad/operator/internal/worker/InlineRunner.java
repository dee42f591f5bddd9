package systems.blackroad.operator.internal.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** A shell without threads: whatever the engine asks for is done on the calling thread. Thread-safe: one caller at a time. */
final class InlineRunner {

    private final Node node;
    private final ReentrantLock running = new ReentrantLock();
    /** Whether threads have taken over; guarded by {@link #running}. */
    private boolean ended;

    InlineRunner(Node node) {
        this.node = node;
    }

    /** Does everything that is due now; returns how many handlers ran. */
    int runDue() {
        return during(Input.Signal.LOOK);
    }

    /** Gives everything back for good. */
    void leave() {
        during(new Input.Drain(node.elapsed().now()));
    }

    /** Waits for the present caller, and refuses later ones, since threads take over. */
    void end() {
        running.lock();
        ended = true;
        running.unlock();
    }

    private int during(Input first) {
        if (running.isHeldByCurrentThread()) {
            throw new IllegalStateException("a handler must not run due jobs; it is one itself");
        }
        running.lock();
        try {
            if (ended) {
                throw new IllegalStateException("this operator was started, and runs due jobs by itself");
            }
            node.calls().takeFailure();
            int runs = new Session().run(first);
            RuntimeException failure = node.calls().takeFailure();
            if (failure != null) {
                throw failure;
            }
            return runs;
        } finally {
            running.unlock();
        }
    }

    /** One round until nothing is left to do. */
    private final class Session {

        private final Deque<Input> inputs = new ArrayDeque<>();
        private final Deque<StoreRequest> requests = new ArrayDeque<>();
        private final Deque<ClaimedJob> starts = new ArrayDeque<>();
        private int runs;

        /** Store requests go before handlers, so that a heartbeat never waits for more than one of them. */
        int run(Input first) {
            inputs.add(first);
            while (!inputs.isEmpty() || !requests.isEmpty() || !starts.isEmpty()) {
                if (!inputs.isEmpty()) {
                    List<Input> taken = List.copyOf(inputs);
                    inputs.clear();
                    node.step(taken, requests::add, starts::add);
                } else if (!requests.isEmpty()) {
                    inputs.add(node.calls().call(requests.remove()));
                } else {
                    runs++;
                    node.task(starts.remove(), this::tell).run();
                }
            }
            return runs;
        }

        private void tell(Input input) {
            inputs.add(input);
        }
    }
}
