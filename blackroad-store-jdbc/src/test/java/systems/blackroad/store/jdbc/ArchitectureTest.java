package systems.blackroad.store.jdbc;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import systems.blackroad.testkit.arch.HouseRules;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> the_module_keeps_the_house_rules() {
        return HouseRules.checks("systems.blackroad.store.jdbc", 25);
    }
}
