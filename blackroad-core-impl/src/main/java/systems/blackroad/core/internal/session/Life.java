package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.SessionTerms;

/**
 * How long sessions live, and how many of them a user has.
 *
 * @param terms what a session that is opened here is given for its life
 * @param perUser how many live sessions a user may have, or null for any number
 * @param keepEnded how long a session stays readable after its end
 */
public record Life(SessionTerms terms, @Nullable Integer perUser, Duration keepEnded) {

    /** Checks that the parts that must be there are. */
    public Life {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(keepEnded, "keepEnded");
    }

    /** How many live sessions a user may have, if that is bounded. */
    OptionalInt limit() {
        return perUser == null ? OptionalInt.empty() : OptionalInt.of(perUser);
    }
}
