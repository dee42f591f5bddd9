package systems.blackroad.operator;

import systems.blackroad.api.store.Storage;

/** The front door of the job engine. */
public final class BlackRoadJobs {

    private BlackRoadJobs() {}

    /**
     * A builder of an operator over {@code storage}, which stays the caller's to close.
     *
     * @throws systems.blackroad.api.error.RefusedException with code {@code STORE_UNSUPPORTED} if it keeps no jobs
     */
    public static OperatorBuilder operator(Storage storage) {
        return new OperatorBuilder(storage.jobs());
    }
}
