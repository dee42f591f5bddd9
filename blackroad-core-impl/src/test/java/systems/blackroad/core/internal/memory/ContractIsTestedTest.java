package systems.blackroad.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.testkit.store.CallerTransactions;
import systems.blackroad.testkit.store.JobStoreContract;
import systems.blackroad.testkit.store.Rule;
import systems.blackroad.testkit.store.SessionStoreContract;
import systems.blackroad.testkit.store.StoreFixture;

/**
 * The contract's tests are tested: for each rule a store in memory that breaks this rule runs the whole contract, and
 * exactly the tests that cite the rule fail, or those of the rules that the fault says it breaks with it. A rule may have
 * several faults, told apart by a word after the rule.
 */
final class ContractIsTestedTest {

    private static final Fault NONE = Fault.jobs(store -> store);

    /** What the contract runs against now; this class runs in one thread. */
    private static Fault current = NONE;

    @TestFactory
    Stream<DynamicTest> exactly_the_tests_that_cite_a_broken_session_rule_fail() {
        return each(SessionFaults.all(), UnderFault.Sessions.class);
    }

    @TestFactory
    Stream<DynamicTest> exactly_the_tests_that_cite_a_broken_job_rule_fail() {
        return each(JobFaults.all(), UnderFault.Jobs.class);
    }

    @Test
    void every_rule_has_a_fault_and_a_sound_store_keeps_all_rules() {
        Run sessions = run(NONE, UnderFault.Sessions.class);
        Run jobs = run(NONE, UnderFault.Jobs.class);
        Run lasting = run(Fault.lasting(store -> store), UnderFault.Jobs.class);
        assertThat(sessions.failed).isEmpty();
        assertThat(jobs.failed).isEmpty();
        assertThat(lasting.failed).isEmpty();
        assertThat(broken(SessionFaults.all())).isEqualTo(rules(sessions.started));
        assertThat(broken(JobFaults.all())).isEqualTo(rules(jobs.started));
    }

    private static Stream<DynamicTest> each(Map<String, Fault> faults, Class<?> contract) {
        return faults.entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(
                        fault.getKey(), () -> breaks(rule(fault.getKey()), fault.getValue(), contract)));
    }

    /** The rule that a fault breaks, by the fault's name. */
    private static String rule(String fault) {
        return fault.split(" ")[0];
    }

    private static Set<String> broken(Map<String, Fault> faults) {
        return faults.keySet().stream().map(ContractIsTestedTest::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void breaks(String rule, Fault fault, Class<?> contract) {
        Run run = run(fault, contract);
        Set<String> broken = new TreeSet<>(fault.also());
        broken.add(rule);
        List<Method> citing = run.started.stream()
                .filter(test -> rulesOf(test).contains(rule))
                .toList();
        assertThat(citing).as("tests that cite %s", rule).isNotEmpty();
        assertThat(names(run.failed)).as("a store that breaks %s", rule).containsAll(names(citing));
        assertThat(run.failed)
                .as("a store that breaks %s", broken)
                .allSatisfy(test -> assertThat(rulesOf(test)).containsAnyElementsOf(broken));
        assertThat(rules(run.failed)).as("what breaks with %s", rule).containsAll(broken);
    }

    private static Run run(Fault fault, Class<?> contract) {
        Run run = new Run();
        Launcher launcher = LauncherFactory.create();
        current = fault;
        try {
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(contract))
                            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                            .build(),
                    run);
        } finally {
            current = NONE;
        }
        assertThat(run.started).hasSizeGreaterThan(40);
        return run;
    }

    private static List<String> rulesOf(Method test) {
        return List.of(test.getAnnotation(Rule.class).value());
    }

    private static Set<String> rules(List<Method> tests) {
        Set<String> rules = new TreeSet<>();
        tests.forEach(test -> rules.addAll(rulesOf(test)));
        return rules;
    }

    private static List<String> names(List<Method> tests) {
        return tests.stream().map(Method::getName).toList();
    }

    /** What ran and what failed. */
    private static final class Run implements TestExecutionListener {

        private final List<Method> started = new ArrayList<>();
        private final List<Method> failed = new ArrayList<>();

        @Override
        public void executionStarted(TestIdentifier identifier) {
            method(identifier).ifPresent(started::add);
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                failed.add(method(identifier)
                        .orElseThrow(() -> new AssertionError(
                                identifier.getDisplayName() + " failed as a whole",
                                result.getThrowable().orElse(null))));
            }
        }

        private static Optional<Method> method(TestIdentifier identifier) {
            return identifier
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getJavaMethod());
        }
    }

    /** The contract's classes as the runs above find them; no build tool does. */
    static final class UnderFault {

        private UnderFault() {}

        static final class Sessions extends SessionStoreContract {
            @Override
            protected StoreFixture fixture() {
                return new FaultyFixture();
            }
        }

        static final class Jobs extends JobStoreContract {
            @Override
            protected StoreFixture fixture() {
                return new FaultyFixture();
            }
        }
    }

    /** Storage in memory with the present fault. */
    private static final class FaultyFixture extends StoreFixture {

        @Override
        protected Storage open(StorageOptions options) {
            return current.opener().open(options);
        }

        @Override
        public Durability durability() {
            return current.durability();
        }

        @Override
        public boolean hintsCrossInstances() {
            return true;
        }

        @Override
        public Optional<CallerTransactions> transactions() {
            return Optional.of(StagingJobStore.transactions());
        }

        @Override
        public int rounds() {
            return 6;
        }

        @Override
        public Duration patience() {
            return Duration.ofMillis(500);
        }
    }
}
