package systems.blackroad.testkit.arch;

import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.lang.ArchRule;

/**
 * One rule of the house: a stable id and the check itself. Immutable; evaluating it changes nothing.
 *
 * @param id names the rule, for example {@code A4.jdbc}
 * @param check fails with every violation, and says why the rule exists
 */
public record HouseRule(String id, ArchRule check) {

    /** Checks that both parts are there. */
    public HouseRule {
        requireNonNull(id, "id");
        requireNonNull(check, "check");
    }
}
