package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.core.internal.logic.Decider;
import systems.blackroad.core.internal.memory.MemoryStorageProvider;
import systems.blackroad.testkit.ManualClock;

/** What the sweep does when ending a session takes long, or goes wrong. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CaretakerTest {

    private static final Duration ROUND = Caretaker.PERIOD.multipliedBy(3);
    private static final Duration IDLE = Duration.ofMinutes(60);

    private final ManualClock storeClock = new ManualClock();
    private final Storage storage = new MemoryStorageProvider()
            .open("memory:", StorageOptions.builder().clock(storeClock).build());
    private final Counters counters = new Counters();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<SessionId> asked = new ArrayList<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
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
                new Life(new SessionTerms(IDLE, null), null, Duration.ofDays(30)),
                (period, task) -> {
                    timers.add(task);
                    return () -> {};
                },
                null);
        Caretaker.Work work = new Caretaker.Work(new Workers(Runnable::run), counters, new Activity());
        return new Caretaker(storage.sessions(), settings, work, this::expire, () -> {});
    }

    private CompletableFuture<?> expire(SessionId session) {
        asked.add(session);
        if (failing) {
            throw new IllegalStateException("planted");
        }
        CompletableFuture<?> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    @BeforeEach
    void three_expired_sessions() {
        try (Node node =
                new Node(storage.sessions(), Runnable::run, 16, new Life(new SessionTerms(IDLE, null), null, IDLE))) {
            for (int i = 0; i < 3; i++) {
                node.runtime.open(SessionId.of("s" + i), Node.ADA, OpenSession.empty());
            }
        }
        storeClock.advance(IDLE);
    }

    @AfterEach
    void close() {
        caretaker.close();
        storage.close();
    }

    @Test
    void the_next_one_is_asked_for_when_the_last_is_answered_and_no_other_sweep_begins_meanwhile() {
        round();
        round();
        assertThat(asked).hasSize(1);
        answers.get(0).complete(null);
        answers.get(1).completeExceptionally(new IllegalStateException("planted"));
        assertThat(asked).doesNotHaveDuplicates().hasSize(3);
        answers.get(2).complete(null);
        round();
        assertThat(asked).hasSize(4);
    }

    @Test
    void a_failure_while_one_is_ended_is_counted_and_the_next_sweep_comes() {
        failing = true;
        round();
        assertThat(counters.failedCare.sum()).isEqualTo(1);
        failing = false;
        round();
        failing = true;
        answers.get(0).complete(null);
        assertThat(counters.failedCare.sum()).isEqualTo(2);
        failing = false;
        round();
        assertThat(asked).hasSize(4);
    }

    private void round() {
        nanos.addAndGet(ROUND.toNanos());
        timers.forEach(Runnable::run);
    }
}
