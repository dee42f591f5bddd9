package systems.blackroad.testkit.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import systems.blackroad.api.job.NonRetryableException;
import systems.blackroad.api.job.RetryException;
import systems.blackroad.api.store.StoreTransaction;

/**
 * The rules that every module of BlackRoad keeps, and that a third party's module may keep too. Stateless.
 *
 * <p>A module's test returns {@link #checks(String, int)} from a {@code @TestFactory}:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> the_module_keeps_the_house_rules() {
 *     return HouseRules.checks("systems.blackroad.core", 20);
 * }
 * }</pre>
 */
public final class HouseRules {

    private static final String ROOT = "systems.blackroad.";

    /** What each package may use of BlackRoad, beside itself. A package that is not named here may use nothing. */
    private static final Map<String, List<String>> USES = Map.ofEntries(
            Map.entry("api.error", List.of()),
            Map.entry("api.codec", List.of("api.error")),
            Map.entry("api.window", List.of("api.error")),
            Map.entry("api.session", List.of("api.error", "api.window")),
            Map.entry("api.event", List.of("api.error", "api.window", "api.session")),
            Map.entry("api.job", List.of("api.error", "api.codec")),
            Map.entry(
                    "api.store",
                    List.of("api.error", "api.codec", "api.window", "api.session", "api.event", "api.job")),
            Map.entry("api.runtime", List.of("api")),
            Map.entry("core", List.of("api")),
            Map.entry("operator", List.of("api")),
            Map.entry("store.jdbc", List.of("api")),
            Map.entry("store.redis", List.of("api")));

    private static final String[] FRAMEWORKS = {
        "io.javalin..",
        "org.eclipse.jetty..",
        "jakarta..",
        "javax.servlet..",
        "javax.inject..",
        "com.sun.net.httpserver..",
        "org.springframework..",
        "com.google.inject..",
        "io.micronaut..",
        "io.quarkus.."
    };

    private HouseRules() {}

    /**
     * One test per rule, on the main classes of one module.
     *
     * @param rootPackage the module's topmost package that has a {@code package-info}; it finds the module's classes,
     *     and test classes are not among them
     * @param atLeast how many classes must be found, so that a scan that finds nothing cannot pass
     */
    public static Stream<DynamicTest> checks(String rootPackage, int atLeast) {
        JavaClasses module = mainClasses(rootPackage);
        DynamicTest floor = DynamicTest.dynamicTest("A11 at least " + atLeast + " classes were scanned", () -> {
            if (module.size() < atLeast) {
                throw new AssertionError(
                        rootPackage + " should have at least " + atLeast + " classes, the scan found " + module.size());
            }
        });
        return Stream.concat(
                Stream.of(floor),
                all().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.id() + " " + rule.check().getDescription(),
                                () -> rule.check().check(module))));
    }

    /** All rules, each with its reason. A rule whose subject a module does not have passes there. */
    public static List<HouseRule> all() {
        return List.of(
                new HouseRule("A1", layers()),
                new HouseRule("A2", cycles()),
                new HouseRule("A3", apiDependencies()),
                new HouseRule("A4.jdbc", jdbc()),
                new HouseRule("A4.redis", redis()),
                new HouseRule("A4.frameworks", frameworks()),
                new HouseRule("A5.internal", internals()),
                new HouseRule("A5.store", twoPublicTypes()),
                new HouseRule("A5.closed", closedTypes()),
                new HouseRule("A6", time()),
                new HouseRule("A7", signatures()),
                new HouseRule(
                        "A8.streams",
                        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
                                .because("a library's output belongs to its host: log through SLF4J")
                                .allowEmptyShould(true)),
                new HouseRule(
                        "A8.exceptions",
                        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS
                                .because("a caller can only handle what has a name and a code")
                                .allowEmptyShould(true)),
                new HouseRule(
                        "A8.logging",
                        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING
                                .because("the host chooses the log back end behind SLF4J")
                                .allowEmptyShould(true)),
                new HouseRule(
                        "A8.injection",
                        NO_CLASSES_SHOULD_USE_FIELD_INJECTION
                                .because("what a class needs stands in its constructor")
                                .allowEmptyShould(true)),
                new HouseRule("A8.date", dates()),
                new HouseRule("A8.synchronized", synchronizedMethods()),
                new HouseRule("A9", nullMarked()),
                new HouseRule("A10", exceptions()));
    }

    private static JavaClasses mainClasses(String rootPackage) {
        try {
            var marker = Class.forName(rootPackage + ".package-info");
            return new ClassFileImporter()
                    .importUrl(marker.getProtectionDomain().getCodeSource().getLocation());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    rootPackage + " has no package-info that is kept at run time; give it one with @NullMarked", e);
        }
    }

    private static ArchRule layers() {
        List<ArchRule> rules = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : USES.entrySet()) {
            String self = ROOT + entry.getKey() + "..";
            String[] allowed = Stream.concat(
                            Stream.of(self), entry.getValue().stream().map(used -> ROOT + used + ".."))
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(self)
                    .should(dependOnClassesThat(
                            resideInAPackage("systems.blackroad..").and(resideOutsideOfPackages(allowed))))
                    .allowEmptyShould(true);
            rules.add(rule);
        }
        return CompositeArchRule.of(rules)
                .because("dependencies point down, and adapters never see each other")
                .allowEmptyShould(true);
    }

    private static ArchRule cycles() {
        return slices().matching("systems.blackroad.(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package")
                .allowEmptyShould(true);
    }

    private static ArchRule apiDependencies() {
        return classes()
                .that()
                .resideInAPackage("systems.blackroad.api..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "javax.sql..", "org.slf4j..", "org.jspecify..", "systems.blackroad.api.."))
                .because("whoever compiles against the API gets nothing else with it")
                .allowEmptyShould(true);
    }

    private static ArchRule jdbc() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("systems.blackroad.store.jdbc..")
                .should(dependOnClassesThat(resideInAnyPackage("org.jdbi..", "com.zaxxer..", "java.sql..")))
                .because("a relational database is one adapter's affair")
                .allowEmptyShould(true);
    }

    private static ArchRule redis() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("systems.blackroad.store.redis..")
                .should(dependOnClassesThat(resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..")))
                .because("Redis is one adapter's affair")
                .allowEmptyShould(true);
    }

    private static ArchRule frameworks() {
        return noClasses()
                .should(dependOnClassesThat(resideInAnyPackage(FRAMEWORKS)))
                .because("the library runs inside any host and brings no framework")
                .allowEmptyShould(true);
    }

    private static ArchRule internals() {
        return classes()
                .should(HouseConditions.keepOutOfForeignInternals())
                .because("an internal package may change with any commit of its own module")
                .allowEmptyShould(true);
    }

    private static ArchRule twoPublicTypes() {
        return classes()
                .that()
                .resideInAPackage("systems.blackroad.store.(*)..")
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotAssignableTo(StoreTransaction.class)
                .should(HouseConditions.beExactlyTwoPerPackage())
                .because(
                        "an adapter shows its factory, its provider and the transaction of its callers, and hides the rest")
                .allowEmptyShould(true);
    }

    private static ArchRule closedTypes() {
        return classes()
                .should(HouseConditions.beClosed())
                .because("a class that was not meant to be extended cannot be changed once someone did")
                .allowEmptyShould(true);
    }

    private static ArchRule time() {
        return classes()
                .that()
                .haveSimpleNameNotEndingWith("Builder")
                .and()
                .haveSimpleNameNotEndingWith("Options")
                .should(HouseConditions.takeTheirTimeFromOutside())
                .because("clocks and waits are handed in, so that every test decides what time it is")
                .allowEmptyShould(true);
    }

    private static ArchRule signatures() {
        return classes()
                .that()
                .arePublic()
                .and()
                .resideOutsideOfPackage("..internal..")
                .should(HouseConditions.showNoInternalType())
                .because("a type that nobody can name cannot be part of the API")
                .allowEmptyShould(true);
    }

    private static ArchRule dates() {
        return noClasses()
                .should(accessClassesThat(HouseConditions.OLD_DATES).or(dependOnClassesThat(HouseConditions.OLD_DATES)))
                .because("java.time says what it means")
                .allowEmptyShould(true);
    }

    private static ArchRule synchronizedMethods() {
        return noMethods()
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("a lock that anyone can take cannot be reasoned about; hold a private one")
                .allowEmptyShould(true);
    }

    private static ArchRule nullMarked() {
        return classes()
                .should(HouseConditions.standInANullMarkedPackage())
                .because("only what may be null is written, and that needs the opposite to be the default")
                .allowEmptyShould(true);
    }

    private static ArchRule exceptions() {
        return classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .and()
                .doNotBelongToAnyOf(RetryException.class, NonRetryableException.class)
                .should(HouseConditions.carryAnErrorCode())
                .because("one root and one list of codes let a caller tell what happened and whether to repeat it;"
                        + " the two that are left out are the application's to throw")
                .allowEmptyShould(true);
    }
}
