package systems.blackroad.testkit.store;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;

/**
 * The job half of the store contract, rules J-1 on. A store's test extends this class, and has nothing in it but {@link
 * #fixture()}. What stores may do as they like is not asserted: {@code docs/reference/store-contract.md} lists it.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class JobStoreContract {

    /** For subclasses. */
    protected JobStoreContract() {}

    /** A fresh fixture of the store under test; each test asks for one and closes it. */
    protected abstract StoreFixture fixture();

    @Nested
    final class Enqueueing extends JobEnqueueContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class UniqueKeys extends JobUniqueContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Claiming extends JobClaimContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Settling extends JobSettleContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Nodes extends JobNodeContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Control extends JobControlContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Schedules extends JobScheduleContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Queries extends JobQueryContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Life extends JobLifeContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class History extends JobHistoryContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Queues extends JobQueueContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class HeldBack extends JobHintContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Limits extends JobLimitContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Order extends JobOrderContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }

    @Nested
    final class Rates extends JobRateContract {
        @Override
        StoreFixture newFixture() {
            return JobStoreContract.this.fixture();
        }
    }
}
