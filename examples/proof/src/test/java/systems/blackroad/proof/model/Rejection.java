package systems.blackroad.proof.model;

import java.io.Serial;
import java.util.EnumSet;
import java.util.Set;
import systems.blackroad.api.error.ErrorCode;

/**
 * The model rejects a command. Where one check of the documented order finds several faults, the page does not say which
 * code is answered, and so each is right.
 */
final class Rejection extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final EnumSet<ErrorCode> codes;

    Rejection(Set<ErrorCode> codes) {
        super(codes.toString(), null, false, false);
        this.codes = EnumSet.copyOf(codes);
    }

    static Rejection of(ErrorCode code) {
        return new Rejection(EnumSet.of(code));
    }

    Set<ErrorCode> codes() {
        return codes;
    }
}
