package systems.blackroad.examples.store;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import systems.blackroad.testkit.arch.HouseRules;

/** The rules of the library's own modules hold for a third party's too. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> the_module_keeps_the_house_rules() {
        return HouseRules.checks("systems.blackroad.examples.store", 15);
    }
}
