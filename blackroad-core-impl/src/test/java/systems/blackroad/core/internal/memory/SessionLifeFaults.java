package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StorageOptions;

/** Stores that break a rule about lists, epochs, hints or their life. */
final class SessionLifeFaults {

    private SessionLifeFaults() {}

    /** A list that is broken, given a sound store. */
    @FunctionalInterface
    private interface Listing {
        Page<SessionHead> list(SessionStore sound, @Nullable UserId user, @Nullable String after, int limit);
    }

    private static Fault listing(Listing broken) {
        return Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
                return broken.list(store, user, after, limit);
            }
        });
    }

    static void addTo(Map<String, Fault> faults) {
        lists(faults);
        epochs(faults);
        hints(faults);
        life(faults);
    }

    private static void lists(Map<String, Fault> faults) {
        faults.put("S-38", listing((sound, user, after, limit) -> {
            Page<SessionHead> page = sound.list(user, after, limit);
            List<SessionHead> items = new ArrayList<>(page.items());
            Collections.reverse(items);
            return items.size() == 3 ? new Page<>(items, page.next()) : page;
        }));
        faults.put("S-39", listing((sound, user, after, limit) -> sound.list(limit == 2 ? user : null, after, limit)));
        faults.put("S-40", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private @Nullable SessionHead last;

            @Override
            public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
                Page<SessionHead> page = super.list(user, after, limit);
                List<SessionHead> items = new ArrayList<>(page.items());
                if (after != null && last != null && limit == 2) {
                    items.set(0, last);
                }
                last = items.isEmpty() ? null : items.get(items.size() - 1);
                return new Page<>(items, page.next());
            }
        }));
        faults.put("S-41", listing((sound, user, after, limit) -> {
            Page<SessionHead> page = sound.list(user, after, limit);
            return limit == 4 ? new Page<>(page.items(), "0.more") : page;
        }));
        faults.put("S-42", listing((sound, user, after, limit) -> {
            Page<SessionHead> page = sound.list(user, after, limit);
            return after == null || limit == 2
                    ? page
                    : new Page<>(
                            sound.list(user, null, limit).items().stream()
                                    .skip(1)
                                    .toList(),
                            page.next());
        }));
        faults.put("S-43", listing((sound, user, after, limit) -> {
            try {
                return sound.list(user, after, limit);
            } catch (IllegalArgumentException e) {
                return new Page<>(List.of(), null);
            }
        }));
    }

    private static void epochs(Map<String, Fault> faults) {
        faults.put("S-44", Fault.sessions(store -> new HeadEditingStore(store) {
            private final Map<SessionId, String> remembered = new ConcurrentHashMap<>();

            @Override
            public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
                boolean saved = super.saveSnapshot(session, epoch, snapshot);
                if (saved) {
                    remembered.put(session, epoch);
                }
                return saved;
            }

            @Override
            SessionHead edit(SessionHead head) {
                return under(head, remembered.getOrDefault(head.id(), head.epoch()));
            }
        }));
        faults.put("S-45", Fault.sessions(store -> new HeadEditingStore(store) {
            private final Set<SessionId> old = ConcurrentHashMap.newKeySet();
            private @Nullable String first;
            private boolean changed;

            @Override
            public List<AppendResult> append(List<Append> batch) {
                if (!changed) {
                    batch.forEach(append -> old.add(append.session()));
                }
                return super.append(batch);
            }

            @Override
            public void newEpoch() {
                changed = true;
                super.newEpoch();
            }

            @Override
            SessionHead edit(SessionHead head) {
                if (first == null) {
                    first = head.epoch();
                }
                return old.contains(head.id()) || !changed ? head : under(head, first);
            }
        }));
    }

    private static SessionHead under(SessionHead head, String epoch) {
        return new SessionHead(
                head.id(),
                head.user(),
                head.status(),
                head.revision(),
                epoch,
                head.createdAt(),
                head.updatedAt(),
                head.activeAt(),
                head.expiresAt());
    }

    private static void hints(Map<String, Fault> faults) {
        faults.put("S-46", Fault.sessions(store -> new Hinting(store, (own, keys) -> !own)));
        faults.put("S-47", Fault.sessions(store -> new Hinting(store, (own, keys) -> own)));
        faults.put("S-48", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public HintSubscription hints(HintListener listener) {
                super.hints(listener);
                return () -> {};
            }
        }));
        faults.put("S-49", Fault.sessions(store -> new ForwardingSessionStore(store) {
            private final AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();

            @Override
            public HintSubscription hints(HintListener listener) {
                return super.hints(keys -> {
                    try {
                        listener.onHint(keys);
                    } catch (RuntimeException e) {
                        thrown.set(e);
                    }
                });
            }

            @Override
            public List<AppendResult> append(List<Append> batch) {
                List<AppendResult> results = super.append(batch);
                Optional.ofNullable(thrown.get()).ifPresent(failure -> {
                    throw failure;
                });
                return results;
            }
        }));
    }

    /** Passes on only some hints: memory calls listeners on the writer's thread, so own writes can be told. */
    private static final class Hinting extends ForwardingSessionStore {

        private final BiPredicate<Boolean, Set<String>> passes;
        private boolean writing;

        private Hinting(SessionStore store, BiPredicate<Boolean, Set<String>> passes) {
            super(store);
            this.passes = passes;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            writing = true;
            try {
                return super.append(batch);
            } finally {
                writing = false;
            }
        }

        @Override
        public HintSubscription hints(HintListener listener) {
            return super.hints(keys -> {
                if (passes.test(writing, keys)) {
                    listener.onHint(keys);
                }
            });
        }
    }

    private static void life(Map<String, Fault> faults) {
        faults.put("S-50", Fault.sessions(store -> new ForwardingSessionStore(store) {
            @Override
            public Durability durability() {
                return Durability.D2;
            }
        }));
        faults.put("S-51", outliving());
        faults.put("S-52", mixingNamespaces());
        faults.put("S-53", Fault.storage(options -> new Fault.Forwarding(Fault.sound(options)) {
            @Override
            public void ping() {
                throw new IllegalStateException("no answer");
            }
        }));
    }

    /** Keeps what a store of class D0 says it forgets: one instance is never closed. */
    static Fault outliving() {
        return Fault.storage(options -> {
            Fault.sound(options).ping();
            return Fault.sound(options);
        });
    }

    /** Opens neighbouring namespaces as one. */
    static Fault mixingNamespaces() {
        return Fault.storage(options -> {
            StorageOptions.Builder mixed =
                    StorageOptions.builder().namespace(options.namespace().replaceAll("x$", ""));
            options.clock().ifPresent(mixed::clock);
            return Fault.sound(mixed.build());
        });
    }
}
