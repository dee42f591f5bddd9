/** The session runtime: BlackRoad sessions and windows, in-memory storage and the JSON codec. */
module systems.blackroad.core {
    requires transitive systems.blackroad.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports systems.blackroad.core;

    provides systems.blackroad.api.store.StorageProvider with
            systems.blackroad.core.internal.memory.MemoryStorageProvider;
}
