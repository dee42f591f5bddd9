package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.core.internal.json.CommandWriter;

/**
 * A command list on its way through a lane. Only the lane's current runner touches it; the future is how it leaves.
 */
final class Pending {

    final CommandRequest request;
    final String bodyHash;
    /** Whether its session is likely not to exist yet, so that reading first would be a wasted round trip. */
    final boolean creating;
    /** Whether someone else's code may hang on the future, which then completes on the executor. */
    final boolean handedOut;

    final CompletableFuture<CommandOutcome> future = new CompletableFuture<>();

    private @Nullable CommandOutcome outcome;
    private @Nullable RuntimeException failure;
    private @Nullable Pending first;
    /** What it would have appended by each append whose answer was lost; few, since a round gives up soon. */
    private final List<List<RecordedEvent>> lost = new ArrayList<>();

    private Pending(CommandRequest request, String bodyHash, boolean creating, boolean handedOut) {
        this.request = request;
        this.bodyHash = bodyHash;
        this.creating = creating;
        this.handedOut = handedOut;
    }

    /** A command list of a caller. */
    static Pending of(CommandRequest request, boolean creating, boolean handedOut) {
        return new Pending(request, hash(request), creating, handedOut);
    }

    private static String hash(CommandRequest request) {
        return CommandWriter.bodyHash(request.actor().user(), request.commands());
    }

    /** Forgets what was decided. */
    void undecided() {
        outcome = null;
        failure = null;
        first = null;
    }

    void decided(CommandOutcome decision) {
        outcome = decision;
    }

    void failed(RuntimeException reason) {
        failure = reason;
    }

    /** It repeats {@code earlier}, which waits in the same round. */
    void repeats(Pending earlier) {
        first = earlier;
    }

    /** It was part of an append whose answer was lost; so before it is decided anew. */
    void sent() {
        if (outcome instanceof Applied applied) {
            lost.add(applied.events());
        }
    }

    /**
     * It was found in the log; that is a repeat unless this very sending put it there. Another node may have been sent the
     * same command: its events stand at another revision, or have another time or other fresh ids.
     */
    void found(List<RecordedEvent> events) {
        outcome = new Applied(events.get(events.size() - 1).revision(), events, !lost.contains(events));
    }

    /** Lets the decision out, and runs {@code told} when it is. */
    void complete(Workers workers, Runnable told) {
        if (handedOut) {
            workers.run(() -> settle(told));
        } else {
            settle(told);
        }
    }

    private void settle(Runnable told) {
        try {
            settle();
        } finally {
            told.run();
        }
    }

    private void settle() {
        Pending source = first == null ? this : first;
        if (source.failure != null) {
            future.completeExceptionally(source.failure);
        } else if (first != null && source.outcome instanceof Applied applied) {
            future.complete(new Applied(applied.revision(), applied.events(), true));
        } else {
            future.complete(Objects.requireNonNull(source.outcome, "outcome"));
        }
    }
}
