package systems.blackroad.core.internal.memory;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/**
 * One way to break one rule.
 *
 * @param also the rules that this breaks with it, because they follow from it
 * @param durability the class that the broken storage says it has
 * @param opener opens each instance of the broken storage
 */
record Fault(Set<String> also, Durability durability, Opener opener) {

    /** Opens one instance of a broken storage. */
    @FunctionalInterface
    interface Opener {
        Storage open(StorageOptions options);
    }

    /** Storage in memory as it is, on the place that all instances of one namespace share. */
    static Storage sound(StorageOptions options) {
        return new MemoryStorageProvider().open("memory:contract", options);
    }

    static Fault sessions(UnaryOperator<SessionStore> breaking) {
        return sessions((store, options) -> breaking.apply(store));
    }

    static Fault sessions(BiFunction<SessionStore, StorageOptions, SessionStore> breaking) {
        return new Fault(Set.of(), Durability.D0, options -> {
            Storage sound = sound(options);
            SessionStore broken = breaking.apply(sound.sessions(), options);
            return new Forwarding(sound) {
                @Override
                public SessionStore sessions() {
                    return broken;
                }
            };
        });
    }

    static Fault jobs(UnaryOperator<JobStore> breaking) {
        return new Fault(Set.of(), Durability.D0, options -> {
            Storage sound = sound(options);
            JobStore broken = breaking.apply(new StagingJobStore(sound.jobs()));
            return new Forwarding(sound) {
                @Override
                public JobStore jobs() {
                    return broken;
                }
            };
        });
    }

    static Fault storage(Opener opener) {
        return new Fault(Set.of(), Durability.D0, options -> {
            Storage opened = opener.open(options);
            JobStore staging = new StagingJobStore(opened.jobs());
            return new Forwarding(opened) {
                @Override
                public JobStore jobs() {
                    return staging;
                }
            };
        });
    }

    /**
     * Storage in memory of class D1: what it keeps outlives its instances, since one is never closed.
     *
     * @param breaking what becomes of the jobs each time an instance opens
     */
    static Fault lasting(UnaryOperator<JobStore> breaking) {
        return new Fault(Set.of(), Durability.D1, options -> {
            sound(options).ping();
            Storage sound = sound(options);
            JobStore broken = breaking.apply(new StagingJobStore(sound.jobs()));
            return new Forwarding(sound) {
                @Override
                public JobStore jobs() {
                    return new ForwardingJobStore(broken) {
                        @Override
                        public Durability durability() {
                            return Durability.D1;
                        }
                    };
                }

                @Override
                public List<Face> faces() {
                    return super.faces().stream()
                            .map(face -> new Face(face.name(), face.kind(), Durability.D1, face.declared()))
                            .toList();
                }
            };
        });
    }

    Fault breakingToo(String... rules) {
        return new Fault(Set.of(rules), durability, opener);
    }

    /** A storage as it is; a fault overrides what it breaks. */
    abstract static class Forwarding implements Storage {

        private final Storage storage;

        Forwarding(Storage storage) {
            this.storage = storage;
        }

        @Override
        public SessionStore sessions() {
            return storage.sessions();
        }

        @Override
        public JobStore jobs() {
            return storage.jobs();
        }

        @Override
        public List<Face> faces() {
            return storage.faces();
        }

        @Override
        public void ping() {
            storage.ping();
        }

        @Override
        public void close() {
            storage.close();
        }
    }
}
