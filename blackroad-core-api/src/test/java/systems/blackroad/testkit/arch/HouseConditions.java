package systems.blackroad.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import systems.blackroad.api.error.BlackRoadException;

/** What the {@link HouseRules} ask of a class where ArchUnit has no words for it. */
final class HouseConditions {

    static final DescribedPredicate<JavaClass> OLD_DATES = describe(
            "are the dates of before java.time",
            type -> Set.of("java.util.Date", "java.util.Calendar", "java.text.SimpleDateFormat")
                    .contains(type.getName()));

    /** Calls that read a clock or wait on one, by owner and method name. */
    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.time.InstantSource.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now");

    private HouseConditions() {}

    static ArchCondition<JavaClass> keepOutOfForeignInternals() {
        return condition("keep out of other modules' internal packages", (type, report) -> {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                int end = (target + ".").indexOf(".internal.");
                if (target.startsWith("systems.blackroad.")
                        && end >= 0
                        && !(type.getPackageName() + ".").startsWith(target.substring(0, end) + ".")) {
                    report.violation(dependency.getDescription());
                }
            }
        });
    }

    static ArchCondition<JavaClass> beExactlyTwoPerPackage() {
        return new ArchCondition<>("be exactly two in each package") {
            private final Map<String, Set<String>> found = new TreeMap<>();

            @Override
            public void init(Collection<JavaClass> types) {
                found.clear();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                found.merge(type.getPackageName(), Set.of(type.getSimpleName()), HouseConditions::union);
            }

            @Override
            public void finish(ConditionEvents events) {
                found.forEach((name, types) -> events.add(new SimpleConditionEvent(
                        name, types.size() == 2, name + " has " + types.size() + " public types: " + types)));
            }
        };
    }

    static ArchCondition<JavaClass> beClosed() {
        return condition("be final, sealed, abstract, a record, an enum or an interface", (type, report) -> {
            boolean open = !type.isInterface()
                    && !type.isEnum()
                    && !type.isAnonymousClass()
                    && !type.getModifiers().contains(JavaModifier.FINAL)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                    && !type.reflect().isSealed()
                    && !type.reflect().getSuperclass().isEnum();
            if (open) {
                report.violation(type.getName() + " can be extended by anyone who sees it");
            }
        });
    }

    static ArchCondition<JavaClass> takeTheirTimeFromOutside() {
        return condition("neither read a clock nor wait on one by themselves", (type, report) -> {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                String target = access.getTargetOwner().getName() + "." + access.getName();
                if (CLOCKS.contains(target) && !choosesDefaults(access.getOwner())) {
                    report.violation(access.getDescription());
                }
            }
        });
    }

    static ArchCondition<JavaClass> showNoInternalType() {
        return condition("show no internal type", (type, report) -> {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean shown = unit.getModifiers().contains(JavaModifier.PUBLIC)
                        || unit.getModifiers().contains(JavaModifier.PROTECTED);
                boolean internal = Stream.concat(
                                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                                unit.getParameterTypes().stream()
                                        .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()))
                        .anyMatch(HouseConditions::isInternal);
                if (shown && internal) {
                    report.violation(unit.getDescription() + " shows an internal type");
                }
            }
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.PUBLIC)
                        && field.getType().getAllInvolvedRawTypes().stream().anyMatch(HouseConditions::isInternal)) {
                    report.violation(field.getDescription() + " shows an internal type");
                }
            }
        });
    }

    static ArchCondition<JavaClass> standInANullMarkedPackage() {
        return condition("stand in a package that is marked @NullMarked", (type, report) -> {
            boolean marked = type.getPackage()
                    .tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!marked && !type.getName().equals("module-info")) {
                report.violation(type.getPackageName() + " has no package-info with @NullMarked, and holds "
                        + type.getSimpleName());
            }
        });
    }

    static ArchCondition<JavaClass> carryAnErrorCode() {
        return condition("extend BlackRoadException", (type, report) -> {
            if (!type.isAssignableTo(BlackRoadException.class)) {
                report.violation(type.getName() + " is a public exception without a code");
            }
        });
    }

    /** A method that is handed options or a builder is where a default for what was left out may be chosen. */
    private static boolean choosesDefaults(JavaCodeUnit unit) {
        return unit.getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .anyMatch(name -> name.endsWith("Options") || name.endsWith("Builder"));
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith("systems.blackroad.")
                && (type.getPackageName() + ".").contains(".internal.");
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        return Set.copyOf(Stream.concat(left.stream(), right.stream()).toList());
    }

    private static ArchCondition<JavaClass> condition(String words, BiConsumer<JavaClass, Report> check) {
        return new ArchCondition<>(words) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }

    /** Where a condition says what it found. */
    private interface Report {
        void violation(String message);
    }
}
