package systems.blackroad.examples.store;

import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

/** The whole session contract: all that a store's author writes is this class and the fixture. */
final class FileSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreFixture fixture() {
        return new FileFixture();
    }
}
