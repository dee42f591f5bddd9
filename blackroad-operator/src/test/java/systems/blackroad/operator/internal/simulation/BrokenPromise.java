package systems.blackroad.operator.internal.simulation;

/** A promise was seen broken. */
final class BrokenPromise extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Promise promise;

    BrokenPromise(Promise promise, String facts) {
        super(promise + ": " + facts);
        this.promise = promise;
    }

    Promise promise() {
        return promise;
    }
}
