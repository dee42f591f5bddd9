/** A program on the module path that names only the runtime's module; the stores are found as services. */
module probe {
    requires systems.blackroad.core;

    uses systems.blackroad.api.store.StorageProvider;
}
