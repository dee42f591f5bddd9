package systems.blackroad.operator;

import java.util.Objects;
import systems.blackroad.api.store.Storage;

/**
 * Where the job engine begins.
 *
 * <pre>{@code
 * JobType<String> greet = JobType.named("greet", String.class).handledBy((name, run) -> "Hello, " + name);
 * try (Operator operator = BlackRoadJobs.operator(storage).register(greet).build()) {
 *     operator.start();
 *     operator.enqueue(greet, "Ada");
 * }
 * }</pre>
 */
public final class BlackRoadJobs {

    private BlackRoadJobs() {}

    /**
     * A builder of an operator on the jobs of {@code storage}, which stays the caller's to close, after the operator.
     *
     * @throws systems.blackroad.api.error.RefusedException with code {@code STORE_UNSUPPORTED} if it keeps no jobs
     */
    public static OperatorBuilder operator(Storage storage) {
        return new OperatorBuilder(Objects.requireNonNull(storage, "storage").jobs());
    }
}
