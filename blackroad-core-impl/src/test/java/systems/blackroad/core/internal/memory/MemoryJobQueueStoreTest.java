package systems.blackroad.core.internal.memory;

import systems.blackroad.testkit.store.JobQueueStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

final class MemoryJobQueueStoreTest extends JobQueueStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new MemoryFixture();
    }
}
