package systems.blackroad.core.internal.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Stores that break a rule about reads, snapshots, heads or commands. */
final class SessionReadFaults {

    private SessionReadFaults() {}

    /** A read that is broken, given a sound store. */
    @FunctionalInterface
    private interface Read {
        Optional<SessionSlice> read(
                SessionStore sound, SessionId session, long afterRevision, long snapshotUpTo, int maxEvents);
    }

    private static Fault reading(Read broken) {
        return Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Optional<SessionSlice> read(
                    SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
                return broken.read(store, session, afterRevision, snapshotUpTo, maxEvents);
            }
        });
    }

    private static Fault editingEvents(UnaryOperator<List<StoredEvent>> edit) {
        return reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                .map(slice -> new SessionSlice(slice.head(), slice.newest(), edit.apply(slice.events()))));
    }

    static void addTo(Map<String, Fault> faults) {
        slices(faults);
        contents(faults);
        snapshotsKept(faults);
        snapshotsRead(faults);
        headsAndCommands(faults);
    }

    private static void slices(Map<String, Fault> faults) {
        faults.put(
                "S-17",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .or(() -> max > 0
                                ? Optional.empty()
                                : Optional.of(new SessionSlice(SessionFaults.madeUp(session), null, List.of())))));
        faults.put(
                "S-18",
                reading((sound, session, after, snapshotUpTo, max) ->
                        sound.read(session, snapshotUpTo == 0 && after == 4 ? after - 1 : after, snapshotUpTo, max)));
        faults.put(
                "S-19",
                reading((sound, session, after, snapshotUpTo, max) ->
                        sound.read(session, max == 3 && after == 2 ? after + 1 : after, snapshotUpTo, max)));
        faults.put(
                "S-20",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .filter(slice -> slice.head().revision() >= after)));
        Thread home = Thread.currentThread();
        Map<SessionId, SessionHead> heads = new ConcurrentHashMap<>();
        faults.put("S-21", reading((sound, session, after, snapshotUpTo, max) -> {
            Optional<SessionSlice> read = sound.read(session, after, snapshotUpTo, max);
            boolean races = Thread.currentThread() != home && max > 0;
            return races ? read.map(slice -> torn(heads, slice)) : read;
        }));
        faults.put(
                "S-22",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(
                        session, Math.max(after, 0), snapshotUpTo, Math.min(Math.max(max, 0), SessionStore.MAX_READ))));
        faults.put(
                "S-23",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .map(slice -> slice.head().status() == SessionStatus.ENDED
                                ? new SessionSlice(slice.head(), slice.newest(), List.of())
                                : slice)));
    }

    /** The events of this moment under the head of the racing read before it. */
    private static SessionSlice torn(Map<SessionId, SessionHead> heads, SessionSlice slice) {
        SessionHead before = heads.put(slice.head().id(), slice.head());
        return before == null ? slice : new SessionSlice(before, slice.newest(), slice.events());
    }

    private static void contents(Map<String, Fault> faults) {
        faults.put(
                "S-24",
                editingEvents(events -> events.stream()
                        .map(event -> new StoredEvent(
                                event.revision(),
                                event.at(),
                                event.actor(),
                                event.command(),
                                event.bodyHash(),
                                null,
                                event.payload()))
                        .toList()));
        faults.put(
                "S-25",
                editingEvents(events -> events.stream()
                        .map(event -> new StoredEvent(
                                event.revision(),
                                event.at(),
                                event.actor(),
                                event.command(),
                                event.bodyHash(),
                                event.trace(),
                                Payload.ofJson(
                                        event.payload().type(),
                                        event.payload().version(),
                                        event.payload().json().strip())))
                        .toList()));
    }

    private static Optional<SessionSnapshot> newest(SessionStore sound, SessionId session) {
        return sound.read(session, 0, SessionStore.NEWEST_SNAPSHOT, 0).flatMap(SessionSlice::snapshot);
    }

    private static void snapshotsKept(Map<String, Fault> faults) {
        faults.put("S-26", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                Optional<SessionSnapshot> kept = newest(store, session);
                return kept.isPresent() && snapshot.revision() == 5 || super.saveSnapshot(session, epoch, snapshot);
            }
        }));
        faults.put("S-27", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                return super.saveSnapshot(session, epoch, snapshot)
                        | newest(store, session).isPresent();
            }
        }));
        faults.put("S-28", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                return super.saveSnapshot(session, epoch, snapshot)
                        || newest(store, session).isEmpty()
                                && store.read(session, 0, NO_SNAPSHOT, 0)
                                        .filter(slice -> slice.head().revision() < snapshot.revision())
                                        .isPresent();
            }
        }));
        faults.put("S-29", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                return super.saveSnapshot(session, epoch, snapshot)
                        || store.read(session, 0, SessionStore.NO_SNAPSHOT, 0).isEmpty();
            }
        }));
    }

    private static void snapshotsRead(Map<String, Fault> faults) {
        faults.put(
                "S-30",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .map(slice ->
                                slice.newest() == null || after == 0 || snapshotUpTo < SessionStore.NEWEST_SNAPSHOT
                                        ? slice
                                        : new SessionSlice(
                                                slice.head(),
                                                slice.newest(),
                                                sound.read(session, after, SessionStore.NO_SNAPSHOT, max)
                                                        .orElseThrow()
                                                        .events()))));
        faults.put(
                "S-31",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .map(slice -> snapshotUpTo == SessionStore.NEWEST_SNAPSHOT
                                ? new SessionSlice(
                                        slice.head(), newest(sound, session).orElse(null), slice.events())
                                : slice)));
        faults.put(
                "S-32",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .map(slice -> after == 0 || snapshotUpTo > 0
                                ? slice
                                : new SessionSlice(
                                        slice.head(),
                                        null,
                                        beyond(newest(sound, session).orElse(null), slice.events())))));
        faults.put(
                "S-33",
                reading((sound, session, after, snapshotUpTo, max) -> sound.read(session, after, snapshotUpTo, max)
                        .map(slice -> after > 0 || snapshotUpTo > 0
                                ? slice
                                : new SessionSlice(
                                        slice.head(),
                                        null,
                                        beyond(
                                                newest(sound, session)
                                                        .filter(kept -> kept.revision()
                                                                == slice.head().revision())
                                                        .orElse(null),
                                                slice.events())))));
    }

    private static List<StoredEvent> beyond(@Nullable SessionSnapshot snapshot, List<StoredEvent> events) {
        return events.stream()
                .filter(event -> snapshot == null || event.revision() > snapshot.revision())
                .toList();
    }

    private static void headsAndCommands(Map<String, Fault> faults) {
        faults.put("S-34", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
                return super.heads(sessions).entrySet().stream()
                        .filter(entry -> entry.getValue().status() != SessionStatus.ENDED)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
        }));
        faults.put("S-35", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
                return sessions.size() > MAX_BATCH ? Map.of() : super.heads(sessions);
            }
        }));
        faults.put("S-36", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<StoredEvent> findCommand(SessionId session, CommandId command) {
                return super.findCommand(session, command).stream().limit(1).toList();
            }
        }));
        faults.put("S-37", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public List<StoredEvent> findCommand(SessionId session, CommandId command) {
                return super.findCommand(session, SessionFaults.ofTab(command));
            }
        }));
    }
}
