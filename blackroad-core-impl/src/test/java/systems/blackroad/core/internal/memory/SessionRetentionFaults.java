package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Stores that break a rule about snapshots, trims, deletion or purges. */
final class SessionRetentionFaults {

    private SessionRetentionFaults() {}

    static void addTo(Map<String, Fault> faults) {
        snapshots(faults);
        trims(faults);
        deletions(faults);
        purges(faults);
    }

    private static void snapshots(Map<String, Fault> faults) {
        faults.put("S-65", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                SessionHead head = heads(Set.of(session)).get(session);
                return super.saveSnapshot(session, head == null ? epoch : head.epoch(), snapshot);
            }
        }));
        faults.put("S-66", Fault.sessions(KeepingThree::new));
        faults.put("S-67", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Optional<SessionSlice> read(SessionId session, long after, long snapshotUpTo, int maxEvents) {
                Optional<SessionSlice> read = super.read(session, after, snapshotUpTo, maxEvents);
                return snapshotUpTo == NEWEST_SNAPSHOT
                                || read.flatMap(SessionSlice::snapshot).isEmpty()
                        ? read
                        : read.map(slice -> new SessionSlice(
                                slice.head(),
                                slice.newest(),
                                super.read(session, after, NO_SNAPSHOT, maxEvents)
                                        .orElseThrow()
                                        .events()));
            }
        }));
    }

    /** Gives the third newest snapshot where it keeps two that are newer. */
    private static final class KeepingThree extends ForwardingSessionStore {

        private final List<SessionSnapshot> kept = new ArrayList<>();

        private KeepingThree(SessionStore store) {
            super(store);
        }

        @Override
        public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
            boolean saved = super.saveSnapshot(session, epoch, snapshot);
            if (saved) {
                kept.add(0, snapshot);
            }
            return saved;
        }

        @Override
        public Optional<SessionSlice> read(SessionId session, long after, long snapshotUpTo, int maxEvents) {
            Optional<SessionSlice> read = super.read(session, after, snapshotUpTo, maxEvents);
            return kept.size() < 3
                            || snapshotUpTo < kept.get(2).revision()
                            || snapshotUpTo >= kept.get(1).revision()
                    ? read
                    : read.map(slice -> new SessionSlice(slice.head(), kept.get(2), slice.events()));
        }
    }

    /** A trim that is broken, given a sound store. */
    @FunctionalInterface
    private interface Trim {
        long trim(SessionStore sound, SessionId session, String epoch, long upTo, Duration keep);
    }

    private static Fault trimming(Trim broken) {
        return Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public long trim(SessionId session, String epoch, long upTo, Duration keep) {
                return broken.trim(store, session, epoch, upTo, keep);
            }
        });
    }

    private static void trims(Map<String, Fault> faults) {
        faults.put(
                "S-68",
                trimming((sound, session, epoch, upTo, keep) ->
                        sound.trim(session, epoch, upTo > 0 && upTo < 100 ? upTo - 1 : upTo, keep)));
        faults.put("S-69", Fault.sessions(TrimmingTooFar::new));
        faults.put(
                "S-70",
                trimming((sound, session, epoch, upTo, keep) ->
                        sound.trim(session, epoch, upTo, keep.isNegative() ? keep : Duration.ZERO)));
        faults.put("S-71", trimming((sound, session, epoch, upTo, keep) -> {
            SessionHead head = sound.heads(Set.of(session)).get(session);
            return sound.trim(session, head == null ? epoch : head.epoch(), upTo, keep);
        }));
        faults.put("S-72", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final Map<CommandId, StoredEvent> appended = new ConcurrentHashMap<>();
            private boolean trimmed;

            @Override
            public List<AppendResult> append(List<Append> batch) {
                batch.forEach(append -> append.events().forEach(event -> appended.put(event.command(), event)));
                return super.append(batch);
            }

            @Override
            public long trim(SessionId session, String epoch, long upTo, Duration keep) {
                long first = super.trim(session, epoch, upTo, keep);
                trimmed = first > 0;
                return first;
            }

            @Override
            public List<StoredEvent> findCommand(SessionId session, CommandId command) {
                StoredEvent event = appended.get(command);
                return trimmed && event != null ? List.of(event) : super.findCommand(session, command);
            }
        }));
    }

    /** Drops all that is asked for, whatever snapshots there are. */
    private static final class TrimmingTooFar extends ForwardingSessionStore {

        private final Map<SessionId, Long> dropped = new ConcurrentHashMap<>();

        private TrimmingTooFar(SessionStore store) {
            super(store);
        }

        @Override
        public long trim(SessionId session, String epoch, long upTo, Duration keep) {
            long first = super.trim(session, epoch, upTo, keep);
            if (upTo == Long.MAX_VALUE && keep.isZero()) {
                dropped.put(session, first);
                return first + 1;
            }
            return first;
        }

        @Override
        public Optional<SessionSlice> read(SessionId session, long after, long snapshotUpTo, int maxEvents) {
            return super.read(session, after, snapshotUpTo, maxEvents)
                    .map(slice -> new SessionSlice(
                            slice.head(),
                            slice.newest(),
                            slice.events().stream()
                                    .filter(event -> event.revision() > dropped.getOrDefault(session, 0L))
                                    .toList()));
        }
    }

    private static void deletions(Map<String, Fault> faults) {
        faults.put("S-73", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final Map<SessionId, @Nullable SessionSnapshot> left = Collections.synchronizedMap(new HashMap<>());

            @Override
            public boolean delete(SessionId session) {
                super.read(session, 0, NEWEST_SNAPSHOT, 0)
                        .flatMap(SessionSlice::snapshot)
                        .ifPresent(snapshot -> left.put(session, snapshot));
                return super.delete(session);
            }

            @Override
            public Optional<SessionSlice> read(SessionId session, long after, long snapshotUpTo, int maxEvents) {
                return super.read(session, after, snapshotUpTo, maxEvents)
                        .map(slice -> slice.head().status() == SessionStatus.DELETED
                                ? new SessionSlice(slice.head(), left.get(session), slice.events())
                                : slice);
            }
        }));
        faults.put("S-74", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean delete(SessionId session) {
                return super.delete(session) || heads(Set.of(session)).containsKey(session);
            }
        }));
        faults.put("S-75", SessionFaults.answering((append, result) -> {
            SessionHead actual = SessionFaults.actual(result);
            return actual != null && actual.status() == SessionStatus.DELETED ? new Conflict(null) : result;
        }));
        faults.put("S-76", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
                return super.heads(sessions).entrySet().stream()
                        .filter(entry -> entry.getValue().status() != SessionStatus.DELETED)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
        }));
    }

    private static void purges(Map<String, Fault> faults) {
        faults.put("S-77", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public int purge(Duration endedFor, int limit) {
                return super.purge(
                        endedFor.isNegative()
                                ? endedFor
                                : endedFor.minusMillis(1).abs(),
                        limit);
            }
        }));
        faults.put("S-78", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final Set<SessionId> deleted = ConcurrentHashMap.newKeySet();

            @Override
            public boolean delete(SessionId session) {
                boolean gone = super.delete(session);
                if (gone) {
                    deleted.add(session);
                }
                return gone;
            }

            @Override
            public List<AppendResult> append(List<Append> batch) {
                boolean late =
                        batch.size() == 1 && deleted.contains(batch.get(0).session());
                List<SessionHead> stands =
                        late ? List.copyOf(heads(Set.of(batch.get(0).session())).values()) : List.of();
                return late && stands.isEmpty() ? List.of(new Conflict(null)) : super.append(batch);
            }
        }));
        faults.put("S-79", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public long trim(SessionId session, String epoch, long upTo, Duration keep) {
                return super.trim(session, epoch, Math.max(0, upTo), keep.abs());
            }

            @Override
            public int purge(Duration endedFor, int limit) {
                return super.purge(endedFor.abs(), Math.max(1, Math.min(limit, MAX_BATCH)));
            }
        }));
    }
}
