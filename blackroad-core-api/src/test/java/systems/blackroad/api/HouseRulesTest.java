package systems.blackroad.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import systems.blackroad.testkit.arch.HouseRule;
import systems.blackroad.testkit.arch.HouseRules;

/** Each rule is tried on a class that was planted to break it, and must say so. */
class HouseRulesTest {

    private static final String ROOT = "systems.blackroad.";

    private static final Map<String, List<String>> PLANTED = new TreeMap<>(Map.ofEntries(
            Map.entry("A1", List.of("api.window.planted.LooksUp")),
            Map.entry("A2", List.of("planted.left.Left", "planted.right.Right")),
            Map.entry("A3", List.of("api.planted.UsesLibrary")),
            Map.entry("A4.jdbc", List.of("core.planted.UsesJdbc")),
            Map.entry("A4.redis", List.of("core.planted.UsesRedis")),
            Map.entry("A4.frameworks", List.of("operator.planted.UsesFramework")),
            Map.entry("A5.internal", List.of("core.planted.Intruder")),
            Map.entry("A5.store", List.of("store.planted.One", "store.planted.Two", "store.planted.Three")),
            Map.entry("A5.closed", List.of("core.planted.Open")),
            Map.entry("A6", List.of("core.planted.ReadsTheClock", "core.planted.Waits")),
            Map.entry("A7", List.of("operator.planted.ShowsHidden")),
            Map.entry("A8.streams", List.of("core.planted.Prints")),
            Map.entry("A8.exceptions", List.of("core.planted.ThrowsAnything")),
            Map.entry("A8.logging", List.of("core.planted.LogsElsewhere")),
            Map.entry("A8.injection", List.of("core.planted.Injected")),
            Map.entry("A8.date", List.of("core.planted.OldDate")),
            Map.entry("A8.synchronized", List.of("core.planted.Locks")),
            Map.entry("A9", List.of("core.planted.Unmarked")),
            Map.entry("A10", List.of("core.planted.Uncoded"))));

    @TestFactory
    Stream<DynamicTest> each_rule_finds_the_fault_that_was_planted_against_it() {
        return HouseRules.all().stream().map(rule -> DynamicTest.dynamicTest(rule.id(), () -> assertFinds(rule)));
    }

    @Test
    void every_rule_has_a_planted_fault() {
        assertThat(HouseRules.all()).extracting(HouseRule::id).containsExactlyInAnyOrderElementsOf(PLANTED.keySet());
    }

    @Test
    void a_method_reference_to_a_clock_is_found_as_a_call_is() throws ClassNotFoundException {
        HouseRule time = rule("A6");
        for (String name : PLANTED.get("A6")) {
            assertThat(violations(time, List.of(name))).as(name).isNotEmpty();
        }
    }

    @Test
    void two_public_types_in_an_adapter_are_the_right_number() throws ClassNotFoundException {
        assertThat(violations(rule("A5.store"), List.of("store.planted.One", "store.planted.Two")))
                .isEmpty();
        assertThat(violations(rule("A5.store"), List.of("store.planted.One"))).isNotEmpty();
    }

    @Test
    void every_rule_says_why() {
        assertThat(HouseRules.all())
                .allSatisfy(rule ->
                        assertThat(rule.check().getDescription()).as(rule.id()).contains(", because "));
    }

    @Test
    void a_scan_that_finds_too_few_classes_fails() {
        DynamicTest floor = HouseRules.checks("systems.blackroad.api.error", 100_000)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> floor.getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at least 100000 classes");
    }

    @Test
    void a_package_that_is_not_there_is_named() {
        assertThatThrownBy(() -> HouseRules.checks("systems.blackroad.absent", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("systems.blackroad.absent has no package-info");
    }

    private static void assertFinds(HouseRule rule) throws ClassNotFoundException {
        List<String> planted = PLANTED.get(rule.id());
        assertThat(planted).as("fault planted against " + rule.id()).isNotEmpty();
        assertThat(violations(rule, planted)).as(rule.id()).isNotEmpty();
    }

    private static HouseRule rule(String id) {
        return HouseRules.all().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> violations(HouseRule rule, List<String> names) throws ClassNotFoundException {
        Class<?>[] types = new Class<?>[names.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = Class.forName(ROOT + names.get(i));
        }
        return rule.check()
                .evaluate(new ClassFileImporter().importClasses(types))
                .getFailureReport()
                .getDetails();
    }
}
