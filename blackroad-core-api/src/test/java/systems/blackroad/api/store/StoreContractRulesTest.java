package systems.blackroad.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.Rule;
import systems.blackroad.testkit.store.SessionStoreContract;

/** The page of rules and the tests that cite them agree. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StoreContractRulesTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "store-contract.md");
    private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*([SJ])-(\\d+)\\*\\* \\S");

    @Test
    void every_rule_of_the_page_has_a_test_and_every_test_cites_rules_of_the_page() throws IOException {
        Set<String> written = new TreeSet<>(rules());
        assertThat(written).hasSizeGreaterThanOrEqualTo(150);
        assertThat(cited()).isEqualTo(written);
    }

    @Test
    void rules_are_numbered_from_1_without_a_gap_or_a_repeat() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> rules = rules();
        for (String letter : List.of("S-", "J-")) {
            long count = rules.stream().filter(rule -> rule.startsWith(letter)).count();
            for (int i = 1; i <= count; i++) {
                expected.add(letter + i);
            }
        }
        assertThat(rules).isEqualTo(expected);
    }

    private static List<String> rules() throws IOException {
        List<String> rules = new ArrayList<>();
        Matcher matcher = RULE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            rules.add(matcher.group(1) + "-" + matcher.group(2));
        }
        return rules;
    }

    private static Set<String> cited() {
        Set<String> cited = new TreeSet<>();
        for (Class<?> contract : List.of(SessionStoreContract.class, JobStoreContract.class)) {
            for (Class<?> topic : contract.getDeclaredClasses()) {
                for (Method method : topic.getSuperclass().getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        Rule rule = method.getAnnotation(Rule.class);
                        assertThat(rule).as("%s cites a rule", method).isNotNull();
                        cited.addAll(List.of(rule.value()));
                    }
                }
            }
        }
        return cited;
    }
}
