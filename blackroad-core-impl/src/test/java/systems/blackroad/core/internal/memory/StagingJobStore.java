package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.testkit.store.CallerTransactions;

/** A job store that takes callers' transactions of its own kind, so that the rules about them can be kept and broken. */
final class StagingJobStore extends ForwardingJobStore {

    StagingJobStore(JobStore store) {
        super(store);
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
        if (transaction instanceof Staged staged) {
            return staged.stage(this, batch);
        }
        return super.enqueue(batch, transaction);
    }

    /** Transactions that keep jobs back until they commit. */
    static CallerTransactions transactions() {
        return new CallerTransactions() {
            @Override
            public Caller begin() {
                return new Staged(false);
            }

            @Override
            public Caller autocommit() {
                return new Staged(true);
            }
        };
    }

    /** A transaction and its caller's hand on it. Used by one thread. */
    static final class Staged implements StoreTransaction, CallerTransactions.Caller {

        private final boolean autocommit;
        private final List<Runnable> work = new ArrayList<>();

        private Staged(boolean autocommit) {
            this.autocommit = autocommit;
        }

        boolean isAutocommit() {
            return autocommit;
        }

        private List<EnqueueOutcome> stage(JobStore store, List<NewJob> batch) {
            if (autocommit) {
                throw new RefusedException(
                        ErrorCode.STORE_UNSUPPORTED, "the transaction is in autocommit; switch that off");
            }
            work.add(() -> store.enqueue(batch, null));
            return batch.stream()
                    .<EnqueueOutcome>map(job -> new EnqueueOutcome.Created(job.id()))
                    .toList();
        }

        @Override
        public String kind() {
            return "staged";
        }

        @Override
        public StoreTransaction transaction() {
            return this;
        }

        @Override
        public void commit() {
            work.forEach(Runnable::run);
            work.clear();
        }

        @Override
        public void rollback() {
            work.clear();
        }

        @Override
        public void close() {
            rollback();
        }
    }
}
