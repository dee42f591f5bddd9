package systems.blackroad.operator.internal.engine;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;

/** How a handler ended. */
public sealed interface RunResult {

    /** It returned. */
    record Returned(@Nullable Payload result) implements RunResult {}

    /** It threw; {@code error} is what to keep of that. */
    record Threw(String error) implements RunResult {}

    /** It was never called: its payload cannot be read, now or later. */
    record Unreadable(String error) implements RunResult {}
}
