package systems.blackroad.testkit.store;

import systems.blackroad.api.store.StoreTransaction;

/** The transactions that a caller of the store under test makes on his own connections; used by one thread. */
public interface CallerTransactions {

    /** Begins a transaction on a connection of the caller's own. */
    Caller begin();

    /** A transaction whose connection is in autocommit, which the store must refuse. */
    Caller autocommit();

    /** One transaction of the caller's; closing it rolls back what was not committed, and closes the connection. */
    interface Caller extends AutoCloseable {

        /** What is passed to the store. */
        StoreTransaction transaction();

        /** Commits. */
        void commit();

        /** Rolls back. */
        void rollback();

        @Override
        void close();
    }
}
