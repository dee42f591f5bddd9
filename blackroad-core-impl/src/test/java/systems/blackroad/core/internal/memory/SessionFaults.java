package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** For each session rule a store that breaks it: appends here, the rest in {@link SessionReadFaults}. */
final class SessionFaults {

    private SessionFaults() {}

    static Map<String, Fault> all() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        appends(faults);
        batches(faults);
        races(faults);
        SessionReadFaults.addTo(faults);
        SessionLifeFaults.addTo(faults);
        SessionExpiryFaults.addTo(faults);
        SessionRetentionFaults.addTo(faults);
        SessionSlotFaults.addTo(faults);
        return faults;
    }

    private static void appends(Map<String, Fault> faults) {
        faults.put(
                "S-1",
                answering((append, result) -> append.expectedRevision() == 0 && result instanceof Appended appended
                        ? new Appended(at(appended.head(), appended.head().revision() + 1))
                        : result));
        faults.put(
                "S-2",
                editing(head -> new SessionHead(
                        head.id(),
                        head.user(),
                        head.status(),
                        head.revision(),
                        head.epoch(),
                        head.createdAt().plusMillis(1),
                        head.updatedAt(),
                        head.activeAt(),
                        head.expiresAt())));
        faults.put(
                "S-3",
                answering((append, result) -> append.expectedRevision() > 0 && result instanceof Appended appended
                        ? new Appended(at(appended.head(), append.expectedRevision()))
                        : result));
        faults.put(
                "S-4",
                answering((append, result) -> append.expectedRevision() > 0
                                && !append.onlyIfExpired()
                                && actual(result) != null
                                && present(actual(result)).revision() != append.expectedRevision()
                        ? new Conflict(null)
                        : result));
        faults.put(
                "S-5",
                answering((append, result) -> append.expectedRevision() == 0
                                && actual(result) != null
                                && present(actual(result)).status() == SessionStatus.LIVE
                        ? new Conflict(null)
                        : result));
        faults.put(
                "S-6",
                answering((append, result) -> result instanceof Conflict conflict && conflict.actual() == null
                        ? new Conflict(madeUp(append.session()))
                        : result));
        faults.put("S-7", Fault.sessions(IgnoringEpochs::new));
        faults.put(
                "S-8",
                answering((append, result) -> !append.onlyIfExpired()
                                && actual(result) != null
                                && present(actual(result)).status() == SessionStatus.ENDED
                        ? new Appended(present(actual(result)))
                        : result));
        faults.put("S-9", Fault.sessions(LosingInnerEvents::new));
        faults.put("S-10", Fault.sessions(TakingOver::new));
    }

    private static void batches(Map<String, Fault> faults) {
        faults.put("S-11", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                List<AppendResult> results = new ArrayList<>(super.append(batch));
                Collections.reverse(results);
                return results;
            }
        }));
        faults.put("S-12", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                Map<SessionId, SessionHead> heads = batch.size() == 3
                        ? heads(Set.of(
                                batch.get(0).session(),
                                batch.get(1).session(),
                                batch.get(2).session()))
                        : Map.of();
                boolean conflict = batch.stream()
                        .anyMatch(append -> heads.containsKey(append.session())
                                && present(heads.get(append.session())).revision() != append.expectedRevision());
                return conflict ? Collections.nCopies(batch.size(), new Conflict(null)) : super.append(batch);
            }
        }));
        faults.put("S-13", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                if (batch.size() == MAX_BATCH) {
                    throw new IllegalArgumentException("too many by one");
                }
                List<AppendResult> results = new ArrayList<>();
                Set<SessionId> named = new HashSet<>();
                if (batch.stream().allMatch(append -> named.add(append.session())) && batch.size() <= MAX_BATCH) {
                    return batch.isEmpty() ? results : super.append(batch);
                }
                batch.forEach(append -> results.addAll(super.append(List.of(append))));
                return results;
            }
        }));
    }

    private static void races(Map<String, Fault> faults) {
        faults.put("S-14", Fault.sessions(store -> new LettingLosersWin(store, false)));
        faults.put("S-15", Fault.sessions(store -> new LettingLosersWin(store, true)));
        faults.put("S-16", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final Map<SessionId, SessionHead> cached = new ConcurrentHashMap<>();

            @Override
            public List<AppendResult> append(List<Append> batch) {
                batch.forEach(append -> cached.remove(append.session()));
                return super.append(batch);
            }

            @Override
            public Optional<SessionSlice> read(
                    SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
                return super.read(session, afterRevision, snapshotUpTo, maxEvents)
                        .map(slice -> maxEvents > 0 || slice.head().status() == SessionStatus.ENDED
                                ? slice
                                : new SessionSlice(
                                        cached.computeIfAbsent(session, absent -> slice.head()),
                                        slice.newest(),
                                        slice.events()));
            }

            @Override
            public Set<SessionId> touch(Set<SessionId> sessions) {
                cached.clear();
                return super.touch(sessions);
            }

            @Override
            public void newEpoch() {
                cached.clear();
                super.newEpoch();
            }
        }));
    }

    /** Changes the answer to each append. */
    static Fault answering(BiFunction<Append, AppendResult, AppendResult> change) {
        return Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                List<AppendResult> results = super.append(batch);
                List<AppendResult> changed = new ArrayList<>();
                for (int i = 0; i < results.size(); i++) {
                    changed.add(change.apply(batch.get(i), results.get(i)));
                }
                return changed;
            }
        });
    }

    static Fault editing(UnaryOperator<SessionHead> change) {
        return Fault.sessions(store -> new HeadEditingStore(store) {
            @Override
            SessionHead edit(SessionHead head) {
                return change.apply(head);
            }
        });
    }

    static @Nullable SessionHead actual(AppendResult result) {
        return result instanceof Conflict conflict ? conflict.actual() : null;
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("expected a value, found none");
        }
        return value;
    }

    static SessionHead madeUp(SessionId session) {
        return new SessionHead(
                session,
                UserId.of("nobody"),
                SessionStatus.LIVE,
                1,
                "made-up",
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    private static SessionHead at(SessionHead head, long revision) {
        return new SessionHead(
                head.id(),
                head.user(),
                head.status(),
                revision,
                head.epoch(),
                head.createdAt(),
                head.updatedAt(),
                head.activeAt(),
                head.expiresAt());
    }

    /** Appends under any epoch, if the revision matches. */
    private static final class IgnoringEpochs extends ForwardingSessionStore {

        private IgnoringEpochs(SessionStore store) {
            super(store);
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            List<AppendResult> results = super.append(batch);
            Append append = batch.get(0);
            SessionHead head = actual(results.get(0));
            boolean matches = batch.size() == 1
                    && !append.onlyIfExpired()
                    && head != null
                    && head.status() == SessionStatus.LIVE
                    && head.revision() == append.expectedRevision();
            return matches
                    ? super.append(List.of(new Append(
                            append.session(),
                            append.user(),
                            append.expectedRevision(),
                            present(head).epoch(),
                            append.statusAfter(),
                            append.events())))
                    : results;
        }
    }

    /** Forgets all but the last event of an append. */
    private static final class LosingInnerEvents extends ForwardingSessionStore {

        private final Set<StoredEvent> lost = ConcurrentHashMap.newKeySet();

        private LosingInnerEvents(SessionStore store) {
            super(store);
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            batch.forEach(append ->
                    lost.addAll(append.events().subList(0, append.events().size() - 1)));
            return super.append(batch);
        }

        @Override
        public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
            return super.read(session, afterRevision, snapshotUpTo, maxEvents)
                    .map(slice -> new SessionSlice(
                            slice.head(),
                            slice.newest(),
                            slice.events().stream()
                                    .filter(event -> !lost.contains(event))
                                    .toList()));
        }
    }

    /** Gives a session to whoever appended last. */
    private static final class TakingOver extends HeadEditingStore {

        private final Map<SessionId, UserId> owners = new ConcurrentHashMap<>();

        private TakingOver(SessionStore store) {
            super(store);
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            List<AppendResult> results = super.append(batch);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof Appended) {
                    owners.put(batch.get(i).session(), batch.get(i).user());
                }
            }
            return results;
        }

        @Override
        SessionHead edit(SessionHead head) {
            return new SessionHead(
                    head.id(),
                    owners.getOrDefault(head.id(), head.user()),
                    head.status(),
                    head.revision(),
                    head.epoch(),
                    head.createdAt(),
                    head.updatedAt(),
                    head.activeAt(),
                    head.expiresAt());
        }
    }

    /** Tells a caller that lost a race that it won. */
    private static final class LettingLosersWin extends ForwardingSessionStore {

        private final Overlap overlap = new Overlap();
        private final boolean creating;

        private LettingLosersWin(SessionStore store, boolean creating) {
            super(store);
            this.creating = creating;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (batch.isEmpty() || batch.get(0).onlyIfExpired() || (batch.get(0).expectedRevision() == 0) != creating) {
                return super.append(batch);
            }
            try (Overlap.Call call = overlap.enter()) {
                boolean raced = call.isShared();
                List<AppendResult> results = super.append(batch);
                SessionHead actual = actual(results.get(0));
                return raced && actual != null ? List.of(new Appended(actual)) : results;
            }
        }
    }

    static CommandId ofTab(CommandId command) {
        return new CommandId(ClientId.of("tab"), command.sequence());
    }
}
