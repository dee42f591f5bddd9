package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.testkit.ManualClock;

/** What the topics of the session contract share: a fresh store for each test, and short words for its arguments. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class SessionContract {

    static final UserId ADA = UserId.of("ada");
    static final UserId BOB = UserId.of("bob");
    static final SessionId ONE = SessionId.of("one");
    static final SessionId TWO = SessionId.of("two");
    static final SessionId THREE = SessionId.of("three");
    static final long NONE = SessionStore.NO_SNAPSHOT;
    static final long NEWEST = SessionStore.NEWEST_SNAPSHOT;

    private @Nullable StoreFixture fixture;
    private @Nullable Storage storage;

    abstract StoreFixture newFixture();

    @BeforeEach
    final void openStore() {
        fixture = newFixture();
        storage = fixture.open();
    }

    @AfterEach
    final void closeStore() {
        if (fixture != null) {
            fixture.close();
        }
    }

    final StoreFixture fixture() {
        return present(fixture);
    }

    final Storage storage() {
        return present(storage);
    }

    final SessionStore store() {
        return storage().sessions();
    }

    final ManualClock clock() {
        return fixture().clock();
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("expected a value, found none");
        }
        return value;
    }

    static CommandId command(long sequence) {
        return new CommandId(ClientId.of("tab"), sequence);
    }

    final StoredEvent event(long revision, CommandId command) {
        return new StoredEvent(
                revision,
                clock().instant(),
                ADA,
                command,
                "0".repeat(60) + String.format("%04x", revision),
                null,
                Payload.ofJson("window_moved", 1, "{\"x\":" + revision + "}"));
    }

    final StoredEvent event(long revision) {
        return event(revision, command(revision));
    }

    final List<StoredEvent> events(long first, int count) {
        List<StoredEvent> events = new ArrayList<>();
        for (long revision = first; revision < first + count; revision++) {
            events.add(event(revision));
        }
        return events;
    }

    /** An append that creates {@code session} with one event of {@code user}. */
    final Append creating(SessionId session, UserId user) {
        return new Append(session, user, 0, null, SessionStatus.LIVE, events(1, 1));
    }

    final Append creating(SessionId session) {
        return creating(session, ADA);
    }

    /** An append that creates {@code session} with one event of Ada's and these terms. */
    final Append creating(SessionId session, SessionTerms terms) {
        return new Append(session, ADA, 0, null, SessionStatus.LIVE, events(1, 1), terms, false);
    }

    /** An append of one event that ends the session of {@code head} only if it has expired. */
    final Append expiring(SessionHead head) {
        return new Append(
                head.id(),
                head.user(),
                head.revision(),
                head.epoch(),
                SessionStatus.ENDED,
                events(head.revision() + 1, 1),
                SessionTerms.ENDLESS,
                true);
    }

    /** An append of one event after {@code head}. */
    final Append after(SessionHead head) {
        return after(head, SessionStatus.LIVE);
    }

    final Append after(SessionHead head, SessionStatus statusAfter) {
        return new Append(
                head.id(), head.user(), head.revision(), head.epoch(), statusAfter, events(head.revision() + 1, 1));
    }

    final AppendResult append(Append append) {
        List<AppendResult> results = store().append(List.of(append));
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    /** Creates {@code session} and appends single events until it has {@code revisions}; returns the head as read. */
    final SessionHead grown(SessionId session, int revisions) {
        append(creating(session));
        return grow(session, revisions);
    }

    /** Appends single events until {@code session} has {@code revisions}; returns the head as read. */
    final SessionHead grow(SessionId session, int revisions) {
        SessionHead head = head(session);
        while (head.revision() < revisions) {
            append(after(head));
            head = head(session);
        }
        return head;
    }

    /** Ends {@code session} with one more event; returns the head as read. */
    final SessionHead ended(SessionId session) {
        append(after(head(session), SessionStatus.ENDED));
        return head(session);
    }

    final SessionHead head(SessionId session) {
        return slice(session, 0, NONE, 0).head();
    }

    final SessionSlice slice(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        return store().read(session, afterRevision, snapshotUpTo, maxEvents)
                .orElseThrow(() -> new AssertionError("expected session " + session + ", found none"));
    }

    /** Saves {@code snapshot} in the session's present epoch, or in some epoch if there is no such session. */
    final boolean save(SessionId session, SessionSnapshot snapshot) {
        SessionHead head = store().heads(Set.of(session)).get(session);
        return store().saveSnapshot(session, head == null ? "some-epoch" : head.epoch(), snapshot);
    }

    static SessionSnapshot snapshot(long revision) {
        return new SessionSnapshot(revision, Payload.ofJson("state", 1, "{\"revision\":" + revision + "}"));
    }

    final boolean exists(SessionId session) {
        return store().heads(Set.of(session)).containsKey(session);
    }

    static List<Long> revisions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::revision).toList();
    }
}
