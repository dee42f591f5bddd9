package systems.blackroad.api.store;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one append of a batch. */
public sealed interface AppendResult {

    /**
     * The events stand, all of them.
     *
     * @param head the session's head with them
     */
    record Appended(SessionHead head) implements AppendResult {}

    /**
     * The log did not end at the expected revision and epoch, the session is no longer live, or the append is one for an
     * expired session and its deadline has not come; nothing was written.
     *
     * @param actual the session's head as it is, or null if there is no such session
     */
    record Conflict(@Nullable SessionHead actual) implements AppendResult {

        /** The session's head as it is, if there is such a session. */
        public Optional<SessionHead> head() {
            return Optional.ofNullable(actual);
        }
    }

    /**
     * The session's deadline has come, at whatever revision the append was; nothing was written. Only an append that ends
     * the session because it expired is taken now.
     *
     * @param head the session's head as it is, live still
     */
    record Expired(SessionHead head) implements AppendResult {

        /** Checks that the head is there. */
        public Expired {
            Objects.requireNonNull(head, "head");
        }
    }
}
