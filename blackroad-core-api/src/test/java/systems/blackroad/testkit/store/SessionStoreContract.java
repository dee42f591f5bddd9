package systems.blackroad.testkit.store;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;

/**
 * The session half of the store contract, rules S-1 on. A store's test extends this class, and has nothing in it but {@link
 * #fixture()}. What stores may do as they like is not asserted: {@code docs/reference/store-contract.md} lists it.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class SessionStoreContract {

    /** For subclasses. */
    protected SessionStoreContract() {}

    /** A fresh fixture of the store under test; each test asks for one and closes it. */
    protected abstract StoreFixture fixture();

    @Nested
    final class Appending extends SessionAppendContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Reading extends SessionReadContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Listing extends SessionListContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Expiry extends SessionExpiryContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Retention extends SessionRetentionContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Slots extends SessionSlotContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }

    @Nested
    final class Life extends SessionLifeContract {
        @Override
        StoreFixture newFixture() {
            return SessionStoreContract.this.fixture();
        }
    }
}
