package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;
import systems.blackroad.api.store.SlotOutcome.Full;
import systems.blackroad.api.store.SlotOutcome.Granted;
import systems.blackroad.api.store.SlotOutcome.Held;

/** Stores that break a rule about slots. */
final class SessionSlotFaults {

    private SessionSlotFaults() {}

    /** A reservation that is broken, given a sound store. */
    @FunctionalInterface
    private interface Reservation {
        SlotOutcome reserve(SessionStore sound, UserId user, SessionId session, int limit);
    }

    private static Fault reserving(Reservation broken) {
        return Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
                return broken.reserve(store, user, session, limit);
            }
        });
    }

    static void addTo(Map<String, Fault> faults) {
        reservations(faults);
        confirmations(faults);
        races(faults);
        faults.put(
                "S-89",
                reserving((sound, user, session, limit) ->
                        sound.reserveSlot(user, session, Math.max(1, Math.min(limit, SessionStore.MAX_SLOTS)))));
        faults.put("S-90", Fault.sessions(TakingAgain::new));
    }

    private static void reservations(Map<String, Fault> faults) {
        faults.put("S-80", reserving((sound, user, session, limit) -> {
            SlotOutcome outcome = sound.reserveSlot(user, session, limit);
            if (outcome instanceof Full full) {
                List<SessionId> reversed = new ArrayList<>(full.holders());
                Collections.reverse(reversed);
                return new Full(reversed);
            }
            return outcome;
        }));
        faults.put("S-81", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
                SlotOutcome outcome = super.reserveSlot(user, session, limit);
                return limit == 4 && outcome instanceof Held held ? new Granted(held.slot()) : outcome;
            }
        }));
        faults.put(
                "S-82",
                Fault.sessions(store -> new ForwardingSessionStore(store) {
                            private final Map<UserId, SessionId> first = new ConcurrentHashMap<>();

                            @Override
                            public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
                                SessionId before = limit == 1 ? first.putIfAbsent(user, session) : session;
                                return before == null || before.equals(session)
                                        ? super.reserveSlot(user, session, limit)
                                        : new Full(List.of(before));
                            }

                            @Override
                            public void freeSlot(UserId user, SessionId session) {
                                first.remove(user, session);
                                super.freeSlot(user, session);
                            }
                        })
                        .breakingToo("S-84"));
        faults.put("S-85", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public void freeSlot(UserId user, SessionId session) {
                if (!user.value().startsWith("user")) {
                    return;
                }
                super.freeSlot(user, session);
            }
        }));
        faults.put("S-86", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
                return super.reserveSlot(common(user), session, limit);
            }

            @Override
            public boolean confirmSlot(UserId user, SessionId session) {
                return super.confirmSlot(common(user), session);
            }

            @Override
            public void freeSlot(UserId user, SessionId session) {
                super.freeSlot(common(user), session);
            }
        }));
    }

    private static UserId common(UserId user) {
        return user.value().equals("bob") ? UserId.of("ada") : user;
    }

    private static void confirmations(Map<String, Fault> faults) {
        faults.put("S-83", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public boolean confirmSlot(UserId user, SessionId session) {
                boolean confirmed = super.confirmSlot(user, session);
                if (confirmed && super.reserveSlot(user, session, 1) instanceof Held held && held.slot() == 1) {
                    super.freeSlot(user, session);
                    super.reserveSlot(user, session, 1);
                }
                return confirmed;
            }
        }));
        faults.put("S-84", Fault.sessions((store, options) -> new ForwardingSessionStore(store) {
            private final InstantSource clock = options.clock().orElseThrow();
            private final Map<SessionId, Instant> lapsing = new ConcurrentHashMap<>();

            @Override
            public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
                lapsing.put(session, clock.instant().plus(RESERVATION));
                return super.reserveSlot(user, session, limit);
            }

            @Override
            public boolean confirmSlot(UserId user, SessionId session) {
                super.confirmSlot(user, session);
                return clock.instant().isBefore(lapsing.getOrDefault(session, Instant.MAX));
            }

            @Override
            public void freeSlot(UserId user, SessionId session) {
                lapsing.put(session, Instant.MIN);
                super.freeSlot(user, session);
            }
        }));
    }

    private static void races(Map<String, Fault> faults) {
        Thread home = Thread.currentThread();
        faults.put("S-87", reserving((sound, user, session, limit) -> {
            SlotOutcome outcome = sound.reserveSlot(user, session, limit);
            boolean races = Thread.currentThread() != home && limit == 3;
            return races && outcome instanceof Full ? new Granted(limit) : outcome;
        }));
        faults.put("S-88", reserving((sound, user, session, limit) -> {
            SlotOutcome outcome = sound.reserveSlot(user, session, limit);
            boolean races = Thread.currentThread() != home && limit == 9;
            return races && outcome instanceof Held held ? new Granted(held.slot() + 1) : outcome;
        }));
    }

    /** Gives sessions that were deleted their slots again. */
    private static final class TakingAgain extends ForwardingSessionStore {

        private final Map<SessionId, UserId> confirmed = new ConcurrentHashMap<>();

        private TakingAgain(SessionStore store) {
            super(store);
        }

        @Override
        public boolean confirmSlot(UserId user, SessionId session) {
            confirmed.put(session, user);
            return super.confirmSlot(user, session);
        }

        @Override
        public boolean delete(SessionId session) {
            boolean deleted = super.delete(session);
            takeAgain();
            return deleted;
        }

        @Override
        public int purge(Duration endedFor, int limit) {
            int purged = super.purge(endedFor, limit);
            takeAgain();
            return purged;
        }

        private void takeAgain() {
            confirmed.forEach((session, user) -> super.reserveSlot(user, session, MAX_SLOTS));
        }
    }
}
