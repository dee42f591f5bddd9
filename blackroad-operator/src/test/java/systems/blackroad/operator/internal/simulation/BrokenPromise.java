package systems.blackroad.operator.internal.simulation;

import java.util.List;

/** A promise was seen broken. */
final class BrokenPromise extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Promise promise;
    private final String facts;
    private final boolean told;

    BrokenPromise(Promise promise, String facts) {
        this(promise, facts, false);
    }

    private BrokenPromise(Promise promise, String facts, boolean told) {
        super(promise + ": " + facts);
        this.promise = promise;
        this.facts = facts;
        this.told = told;
    }

    Promise promise() {
        return promise;
    }

    /** The same, with what led there, unless that is told already. */
    BrokenPromise after(List<?> course) {
        return told ? this : new BrokenPromise(promise, facts + " after " + course, true);
    }
}
