package systems.blackroad.testkit.store;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;

/**
 * The part of the job contract that is about queues: pauses, limits, rates, order and routing. A store that has settings of
 * queues extends this class beside {@link JobStoreContract}, and has nothing in it but {@link #fixture()}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class JobQueueStoreContract {

    /** For subclasses. */
    protected JobQueueStoreContract() {}

    /** A fresh fixture of the store under test; each test asks for one and closes it. */
    protected abstract StoreFixture fixture();

    @Nested
    final class Queues extends JobQueueContract {
        @Override
        StoreFixture newFixture() {
            return JobQueueStoreContract.this.fixture();
        }
    }

    @Nested
    final class Limits extends JobLimitContract {
        @Override
        StoreFixture newFixture() {
            return JobQueueStoreContract.this.fixture();
        }
    }

    @Nested
    final class Order extends JobOrderContract {
        @Override
        StoreFixture newFixture() {
            return JobQueueStoreContract.this.fixture();
        }
    }

    @Nested
    final class Rates extends JobRateContract {
        @Override
        StoreFixture newFixture() {
            return JobQueueStoreContract.this.fixture();
        }
    }
}
