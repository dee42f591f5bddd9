package systems.blackroad.core.internal.memory;

import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.testkit.store.StoreFixture;

/** Storage in memory, under a name so that several instances share it. */
class MemoryFixture extends StoreFixture {

    @Override
    protected Storage open(StorageOptions options) {
        return new MemoryStorageProvider().open("memory:contract", options);
    }

    @Override
    public Durability durability() {
        return Durability.D0;
    }

    @Override
    public boolean hintsCrossInstances() {
        return true;
    }
}
