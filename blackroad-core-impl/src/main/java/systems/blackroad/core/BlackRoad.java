package systems.blackroad.core;

import java.util.Objects;
import systems.blackroad.api.store.Storage;

/** The front door of the session runtime. */
public final class BlackRoad {

    private BlackRoad() {}

    /**
     * A builder of a runtime over the sessions of {@code storage}, which the runtime never closes.
     *
     * @throws systems.blackroad.api.error.RefusedException with code {@code STORE_UNSUPPORTED} if the storage keeps no
     *     sessions
     */
    public static RuntimeBuilder runtime(Storage storage) {
        return new RuntimeBuilder(Objects.requireNonNull(storage, "storage").sessions());
    }
}
