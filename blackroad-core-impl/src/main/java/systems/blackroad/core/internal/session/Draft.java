package systems.blackroad.core.internal.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.core.internal.json.StoredFormats;
import systems.blackroad.core.internal.logic.Ruling;

/**
 * What a lane's round would append, decided on one image: each command list on the state that its predecessor leaves. Not
 * thread-safe; used once.
 */
final class Draft {

    private final Settings settings;
    private final Judge judge;
    private final SessionId session;
    private final @Nullable SessionImage base;
    private final Instant at;
    private final Map<CommandId, Pending> drafted = new HashMap<>();
    private final List<StoredEvent> stored = new ArrayList<>();
    private final List<RecordedEvent> events = new ArrayList<>();
    private final List<Pending> left = new ArrayList<>();
    private @Nullable OsState state;

    Draft(Settings settings, Judge judge, SessionId session, @Nullable SessionImage base) {
        this.settings = settings;
        this.judge = judge;
        this.session = session;
        this.base = base;
        this.state = base == null ? null : base.state();
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        this.at = base == null || now.isAfter(base.lastAt()) ? now : base.lastAt();
    }

    /** Decides one command list; its outcome holds only once the draft is appended, or found to be on the newest state. */
    void decide(Pending pending) {
        pending.undecided();
        if (!left.isEmpty()) {
            left.add(pending);
            return;
        }
        try {
            decideOrThrow(pending);
        } catch (RuntimeException e) {
            pending.failed(e);
        }
    }

    /** The command lists that found no room in this draft, in order; they wait for the next one. */
    List<Pending> left() {
        return left;
    }

    boolean isEmpty() {
        return stored.isEmpty();
    }

    /** The command lists that have events in this draft. */
    Collection<Pending> accepted() {
        return drafted.values();
    }

    List<RecordedEvent> events() {
        return List.copyOf(events);
    }

    /** What to append; only if the draft is not empty. */
    Append append() {
        OsState after = Objects.requireNonNull(state, "state");
        return new Append(
                session,
                after.session().userId(),
                base == null ? 0 : base.revision(),
                base == null ? null : base.epoch(),
                after.status(),
                stored,
                settings.life().terms(),
                false);
    }

    /** The image once the append stands. */
    SessionImage image(String epoch) {
        ClientLedger ledger = base == null ? ClientLedger.EMPTY : base.ledger();
        List<CommandId> commands = events.stream().map(RecordedEvent::command).toList();
        return new SessionImage(epoch, Objects.requireNonNull(state, "state"), ledger.with(commands), at);
    }

    private void decideOrThrow(Pending pending) {
        CommandRequest request = pending.request;
        Pending earlier = drafted.get(request.id());
        if (earlier != null) {
            Judge.requireSameBody(session, request.id(), pending, earlier.bodyHash);
            pending.repeats(earlier);
            return;
        }
        Optional<List<RecordedEvent>> found = judge.find(session, base, pending);
        if (found.isPresent()) {
            pending.found(found.get());
            return;
        }
        long revision = state == null ? 0 : state.revision();
        CommandEnvelope envelope = new CommandEnvelope(
                session, request.actor(), request.id(), at, settings.ids().next(), request.commands());
        Ruling ruling = settings.decider().decide(state, envelope);
        if (state == null
                && ruling instanceof Ruling.Refused refused
                && refused.code() == ErrorCode.SESSION_NOT_FOUND) {
            throw new RefusedException(refused.code(), refused.message());
        }
        OptionalLong expected = request.expectedRevision();
        if (expected.isPresent() && expected.getAsLong() != revision) {
            pending.decided(new CommandOutcome.Rejected(
                    revision,
                    ErrorCode.VERSION_CONFLICT,
                    "session " + session + " is at revision " + revision + ", not at " + expected.getAsLong()
                            + "; read it again and reapply the change"));
        } else if (ruling instanceof Ruling.Happens happens && happens.events().size() > Append.MAX_EVENTS) {
            pending.decided(new CommandOutcome.Rejected(
                    revision,
                    ErrorCode.LIMIT_EXCEEDED,
                    "a command list may have at most " + Append.MAX_EVENTS + " events, this one has "
                            + happens.events().size() + "; send it in parts"));
        } else if (ruling instanceof Ruling.Happens happens
                && stored.size() + happens.events().size() > Append.MAX_EVENTS) {
            left.add(pending);
        } else if (ruling instanceof Ruling.Happens happens) {
            accept(pending, happens, revision);
        } else if (ruling instanceof Ruling.Refused refused) {
            pending.decided(new CommandOutcome.Rejected(revision, refused.code(), refused.message()));
        } else {
            pending.decided(new CommandOutcome.Unchanged(revision));
        }
    }

    private void accept(Pending pending, Ruling.Happens happens, long revision) {
        CommandRequest request = pending.request;
        List<RecordedEvent> own = new ArrayList<>();
        List<StoredEvent> rows = new ArrayList<>();
        long next = revision;
        for (OsEvent event : happens.events()) {
            next++;
            rows.add(new StoredEvent(
                    next,
                    at,
                    request.actor().user(),
                    request.id(),
                    pending.bodyHash,
                    request.trace(),
                    StoredFormats.event(event)));
            own.add(new RecordedEvent(session, next, at, request.actor().user(), request.id(), request.trace(), event));
        }
        stored.addAll(rows);
        events.addAll(own);
        state = happens.after();
        drafted.put(request.id(), pending);
        pending.decided(new CommandOutcome.Applied(next, own, false));
    }
}
