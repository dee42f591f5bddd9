package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.AppendResult.Expired;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;

/** Stores that break a rule about activity and expiry. */
final class SessionExpiryFaults {

    private SessionExpiryFaults() {}

    static void addTo(Map<String, Fault> faults) {
        heads(faults);
        appends(faults);
        touches(faults);
        searches(faults);
    }

    private static void heads(Map<String, Fault> faults) {
        faults.put(
                "S-54",
                SessionFaults.editing(
                        head -> head.status() == SessionStatus.LIVE ? active(head, head.updatedAt()) : head));
        faults.put(
                "S-55",
                SessionFaults.editing(head -> head.deadline()
                        .map(deadline -> expiring(head, deadline.plusMillis(1)))
                        .orElse(head)));
        faults.put("S-56", Fault.sessions(store -> new HeadEditingStore(store) {
            private final Map<SessionId, SessionTerms> later = new ConcurrentHashMap<>();

            @Override
            public List<AppendResult> append(List<Append> batch) {
                batch.stream()
                        .filter(append -> append.expectedRevision() > 0
                                && append.terms().idle().isPresent())
                        .forEach(append -> later.put(append.session(), append.terms()));
                return super.append(batch);
            }

            @Override
            SessionHead edit(SessionHead head) {
                SessionTerms terms = later.get(head.id());
                return terms == null
                        ? head
                        : expiring(head, head.activeAt().plus(terms.idle().orElseThrow()));
            }
        }));
    }

    private static void appends(Map<String, Fault> faults) {
        faults.put(
                "S-57",
                SessionFaults.answering((append, result) ->
                        result instanceof Expired expired && append.statusAfter() == SessionStatus.ENDED
                                ? new Conflict(expired.head())
                                : result));
        faults.put("S-58", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                List<AppendResult> results = super.append(batch);
                Append first = batch.get(0);
                SessionHead actual = SessionFaults.actual(results.get(0));
                boolean early = first.onlyIfExpired()
                        && actual != null
                        && actual.status() == SessionStatus.LIVE
                        && actual.activeAt().equals(actual.createdAt());
                return early ? super.append(List.of(whenever(first))) : results;
            }
        }));
        faults.put("S-59", Fault.sessions(EndingTwice::new));
    }

    /** The same append, whether the session has expired or not. */
    private static Append whenever(Append append) {
        return new Append(
                append.session(),
                append.user(),
                append.expectedRevision(),
                append.expectedEpoch(),
                append.statusAfter(),
                append.events());
    }

    /** Tells a caller that lost a race to end an expired session that it won. */
    private static final class EndingTwice extends ForwardingSessionStore {

        private final Overlap overlap = new Overlap();

        private EndingTwice(SessionStore store) {
            super(store);
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (batch.isEmpty() || !batch.get(0).onlyIfExpired()) {
                return super.append(batch);
            }
            try (Overlap.Call call = overlap.enter()) {
                boolean raced = call.isShared();
                List<AppendResult> results = super.append(batch);
                SessionHead actual = SessionFaults.actual(results.get(0));
                return raced && actual != null ? List.of(new Appended(actual)) : results;
            }
        }
    }

    private static void touches(Map<String, Fault> faults) {
        faults.put("S-60", Fault.sessions(store -> new HeadEditingStore(store) {
            private final Set<SessionId> touched = ConcurrentHashMap.newKeySet();

            @Override
            public Set<SessionId> touch(Set<SessionId> sessions) {
                Set<SessionId> live = super.touch(sessions);
                touched.addAll(live);
                return live;
            }

            @Override
            SessionHead edit(SessionHead head) {
                return touched.contains(head.id()) ? updated(head, head.activeAt()) : head;
            }
        }));
        faults.put("S-61", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final Thread home = Thread.currentThread();

            @Override
            public Set<SessionId> touch(Set<SessionId> sessions) {
                return sessions.size() > 3 && sessions.size() <= MAX_BATCH && Thread.currentThread() == home
                        ? heads(sessions).keySet()
                        : super.touch(sessions);
            }
        }));
        // By namespace, since each test names its sessions alike.
        Map<String, Set<SessionId>> ended = new ConcurrentHashMap<>();
        faults.put("S-62", Fault.sessions((store, options) -> {
            Set<SessionId> here = ended.computeIfAbsent(options.namespace(), name -> ConcurrentHashMap.newKeySet());
            return new TouchingLate(store, here);
        }));
    }

    /** Believes a touch that came after the append which ended the session. */
    private static final class TouchingLate extends ForwardingSessionStore {

        private final Overlap overlap = new Overlap();
        private final Set<SessionId> ended;
        private final Thread home = Thread.currentThread();

        private TouchingLate(SessionStore store, Set<SessionId> ended) {
            super(store);
            this.ended = ended;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            List<AppendResult> results = super.append(batch);
            batch.stream().filter(Append::onlyIfExpired).forEach(append -> ended.add(append.session()));
            return results;
        }

        @Override
        public Set<SessionId> touch(Set<SessionId> sessions) {
            if (Thread.currentThread() == home) {
                return super.touch(sessions);
            }
            overlap.holdUntil(() -> ended.containsAll(sessions));
            super.touch(sessions);
            return sessions;
        }
    }

    private static void searches(Map<String, Fault> faults) {
        faults.put("S-63", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<SessionHead> expired(int limit) {
                List<SessionHead> found = new ArrayList<>(super.expired(limit));
                Collections.reverse(found);
                return found;
            }
        }));
        faults.put("S-64", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Set<SessionId> touch(Set<SessionId> sessions) {
                return super.touch(sessions.stream().limit(MAX_BATCH).collect(Collectors.toSet()));
            }

            @Override
            public List<SessionHead> expired(int limit) {
                return super.expired(Math.max(1, Math.min(limit, MAX_BATCH)));
            }
        }));
    }

    private static SessionHead active(SessionHead head, Instant activeAt) {
        return with(head, head.updatedAt(), activeAt, head.expiresAt());
    }

    private static SessionHead updated(SessionHead head, Instant updatedAt) {
        return with(head, updatedAt, head.activeAt(), head.expiresAt());
    }

    private static SessionHead expiring(SessionHead head, Instant expiresAt) {
        return with(head, head.updatedAt(), head.activeAt(), expiresAt);
    }

    private static SessionHead with(
            SessionHead head, Instant updatedAt, Instant activeAt, @Nullable Instant expiresAt) {
        return new SessionHead(
                head.id(),
                head.user(),
                head.status(),
                head.revision(),
                head.epoch(),
                head.createdAt(),
                updatedAt,
                activeAt,
                expiresAt);
    }
}
