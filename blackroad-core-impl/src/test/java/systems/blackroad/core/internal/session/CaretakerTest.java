package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.core.internal.logic.Decider;
import systems.blackroad.core.internal.memory.MemoryStorageProvider;
import systems.blackroad.testkit.ManualClock;

/** When sweeps come, also where much is left to sweep, or ending fails. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CaretakerTest {

    private static final Duration ROUND = Caretaker.PERIOD.multipliedBy(3);

    private final ManualClock storeClock = new ManualClock();
    private final Storage storage = new MemoryStorageProvider()
            .open("memory:", StorageOptions.builder().clock(storeClock).build());
    private final Counters counters = new Counters();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> timers = new ArrayList<>();
    private int pages;
    private boolean more;
    private boolean failing;
    private final Caretaker caretaker = caretaker();

    private Caretaker caretaker() {
        Settings settings = new Settings(
                new Decider(SessionLimits.defaults()),
                Runnable::run,
                storeClock,
                nanos::get,
                new FreshIds(new Random(1)),
                10,
                16,
                new Life(SessionTerms.ENDLESS, null, Duration.ofDays(30)),
                (period, task) -> {
                    timers.add(task);
                    return () -> {};
                },
                null);
        Caretaker.Work work = new Caretaker.Work(new Workers(Runnable::run), counters, new Activity());
        return new Caretaker(storage.sessions(), settings, work, this::endPage, () -> {});
    }

    private boolean endPage() {
        pages++;
        if (failing) {
            throw new IllegalStateException("planted");
        }
        return more;
    }

    @AfterEach
    void close() {
        caretaker.close();
        storage.close();
    }

    @Test
    void a_page_comes_with_each_tick_while_there_are_more_and_then_once_a_round() {
        more = true;
        tickAfter(ROUND);
        tickAfter(Caretaker.TICK);
        assertThat(pages).isEqualTo(2);
        more = false;
        tickAfter(Caretaker.TICK);
        tickAfter(Caretaker.TICK);
        assertThat(pages).isEqualTo(3);
        tickAfter(ROUND);
        assertThat(pages).isEqualTo(4);
    }

    @Test
    void a_failure_is_counted_and_the_next_round_comes() {
        failing = true;
        tickAfter(ROUND);
        assertThat(counters.failedCare.sum()).isEqualTo(1);
        tickAfter(Caretaker.TICK);
        assertThat(pages).isEqualTo(1);
        failing = false;
        tickAfter(ROUND);
        assertThat(pages).isEqualTo(2);
        assertThat(counters.failedCare.sum()).isEqualTo(1);
    }

    private void tickAfter(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        timers.forEach(Runnable::run);
    }
}
