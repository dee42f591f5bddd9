package systems.blackroad.proof.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.OsCommand;

/**
 * The production code against the model, over random scripts. A run prints its seed; {@code -Dmodel.seed} repeats it and
 * {@code -Dmodel.scripts} makes it longer.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WindowModelTest {

    private static final int SCRIPTS = Integer.getInteger("model.scripts", 100_000);
    private static final int PORTION = 1_000;

    /** Those of the page on the window model; the runtime alone decides the rest. */
    private static final Set<ErrorCode> REJECTIONS = EnumSet.of(
            ErrorCode.SESSION_NOT_FOUND,
            ErrorCode.SESSION_EXISTS,
            ErrorCode.SESSION_ENDED,
            ErrorCode.SESSION_HELD,
            ErrorCode.IMPERSONATION_FORBIDDEN,
            ErrorCode.WINDOW_NOT_FOUND,
            ErrorCode.WINDOW_MINIMIZED,
            ErrorCode.WINDOW_MAXIMIZED,
            ErrorCode.WINDOW_FULLSCREEN,
            ErrorCode.WINDOW_NOT_FOCUSABLE,
            ErrorCode.WINDOW_MODAL,
            ErrorCode.WORKSPACE_NOT_FOUND,
            ErrorCode.ITEM_NOT_FOUND,
            ErrorCode.LAYOUT_NOT_FOUND,
            ErrorCode.UNDO_CONFLICT,
            ErrorCode.APP_NOT_FOUND,
            ErrorCode.APP_FORBIDDEN,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.INVALID_VALUE);

    @Test
    void random_command_lists_do_in_production_what_they_do_in_the_model() throws Exception {
        long seed = Long.getLong("model.seed", System.nanoTime() & 0xFFFF_FFFFL);
        System.out.println("window model: " + SCRIPTS + " scripts, -Dmodel.seed=" + seed);
        Coverage coverage = Coverage.counting();
        AtomicReference<Script> failing = new AtomicReference<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Coverage>> portions = new ArrayList<>();
            for (int from = 0; from < SCRIPTS; from += PORTION) {
                int start = from;
                portions.add(threads.submit(() -> portion(seed, start, failing)));
            }
            for (Future<Coverage> portion : portions) {
                coverage.merge(portion.get());
            }
        } finally {
            threads.shutdownNow();
        }
        if (failing.get() != null) {
            fail(explain(seed, failing.get()));
        }
        System.out.println(coverage);
        assertThatMuchIsReached(coverage);
    }

    private static Coverage portion(long seed, int from, AtomicReference<Script> failing) {
        Coverage coverage = Coverage.counting();
        if (failing.get() == null) {
            Script found =
                    new Search(seed, Logic::production).firstFailure(from, Math.min(from + PORTION, SCRIPTS), coverage);
            if (found != null) {
                failing.compareAndSet(null, found);
            }
        }
        return coverage;
    }

    static String explain(long seed, Script failing) {
        Script least = Shrinker.shrink(failing, WindowModelTest::failsInProduction);
        return "the model and the production code disagree, -Dmodel.seed=" + seed + "; of " + failing.commands()
                + " commands these are left:\n" + JavaLines.of(least) + "\n"
                + Objects.requireNonNull(least.replay(Logic.production(least.world())));
    }

    private static boolean failsInProduction(Script script) {
        return script.replay(Logic.production(script.world())) != null;
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(WindowModelTest::kinds)
                : Stream.of(type);
    }

    /** A generator that no longer reaches a part of the model must not pass for a proof of it. */
    private static void assertThatMuchIsReached(Coverage coverage) {
        int floor = SCRIPTS / 1_000;
        kinds(OsCommand.class).forEach(command -> {
            String name = "command " + command.getSimpleName() + " accepted";
            assertThat(coverage.of(name)).as(name).isGreaterThanOrEqualTo(floor);
        });
        for (ErrorCode code : REJECTIONS) {
            assertThat(coverage.of(code)).as("rejected %s", code).isGreaterThanOrEqualTo(floor);
        }
        Coverage.REACHED.forEach(name -> assertThat(coverage.of(name)).as(name).isGreaterThanOrEqualTo(floor));
        Coverage.MOST.forEach((name, least) ->
                assertThat(coverage.of("most " + name)).as(name).isGreaterThanOrEqualTo(least));
    }
}
