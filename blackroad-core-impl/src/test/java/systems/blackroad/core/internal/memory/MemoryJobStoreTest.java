package systems.blackroad.core.internal.memory;

import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

final class MemoryJobStoreTest extends JobStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new MemoryFixture();
    }
}
