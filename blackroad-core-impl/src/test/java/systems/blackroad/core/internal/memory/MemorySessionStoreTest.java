package systems.blackroad.core.internal.memory;

import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

final class MemorySessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new MemoryFixture();
    }
}
