package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandOutcome.Rejected;
import systems.blackroad.api.runtime.CommandOutcome.Unchanged;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.OsLogic;

/** Commands on one node, all on the test's thread; a second node is another writer on the same store. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandsTest {

    private static final SetTheme DARK = new SetTheme(Theme.of("dark"));
    private static final SetTheme CLASSIC = new SetTheme(Theme.of("classic"));

    private final TestStore store = new TestStore();
    private final Node node = new Node(store);
    private final Node other = new Node(store);

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void opening_under_a_fresh_id_is_one_round_trip() {
        OsSession session = node.runtime.open(Node.ADA, OpenSession.empty());
        assertThat(store.batches).containsExactly(1);
        assertThat(store.reads).hasValue(0);
        assertThat(session.state().revision()).isEqualTo(1);
        assertThat(node.runtime.requireHead(session.id()).user()).isEqualTo(Node.ADA.user());
    }

    @Test
    void opening_again_finds_the_same_users_session_and_no_one_elses() {
        node.open();
        OsSession found = other.runtime.open(Node.SESSION, Node.ADA, OpenSession.empty());
        assertThat(found.execute(OpenWindow.of("notes"))).isInstanceOf(Applied.class);
        assertCode(ErrorCode.SESSION_EXISTS, () -> other.runtime.open(Node.SESSION, Node.BOB, OpenSession.empty()));
        assertThat(node.runtime.requireState(Node.SESSION).revision()).isEqualTo(2);
    }

    @Test
    void opening_beyond_a_limit_is_refused_and_leaves_nothing() {
        OpenSession blank = new OpenSession(" ", Desktop.empty(), Map.of());
        assertCode(ErrorCode.INVALID_VALUE, () -> node.runtime.open(Node.SESSION, Node.ADA, blank));
        assertThat(node.runtime.findState(Node.SESSION)).isEmpty();
    }

    @Test
    void a_session_that_is_not_there_is_not_found() {
        assertCode(ErrorCode.SESSION_NOT_FOUND, () -> node.send("a", 1, DARK));
        assertCode(ErrorCode.SESSION_NOT_FOUND, () -> node.runtime.attach(Node.SESSION, Node.ADA));
        assertCode(ErrorCode.SESSION_NOT_FOUND, () -> node.runtime.requireState(Node.SESSION));
        assertCode(ErrorCode.SESSION_NOT_FOUND, () -> node.runtime.requireHead(Node.SESSION));
    }

    @Test
    void outcomes_tell_what_became_of_a_command() {
        node.open();
        Applied applied = (Applied) node.send("a", 1, OpenWindow.of("notes"), DARK);
        assertThat(applied.revision()).isEqualTo(3);
        assertThat(applied.repeated()).isFalse();
        assertThat(applied.events()).extracting(event -> event.revision()).containsExactly(2L, 3L);
        assertThat(applied.events()).allSatisfy(event -> {
            assertThat(event.actor()).isEqualTo(Node.ADA.user());
            assertThat(event.command()).isEqualTo(new CommandId(ClientId.of("a"), 1));
            assertThat(event.at()).isEqualTo(node.clock.instant());
        });
        assertThat(node.send("a", 2, DARK)).isEqualTo(new Unchanged(3));
        assertThat(node.send("a", 3, new CloseWindow(WindowId.of("none"))))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(ErrorCode.WINDOW_NOT_FOUND);
                    assertThat(rejected.revision()).isEqualTo(3);
                });
        assertThat(store.log(Node.SESSION)).hasSize(3);
    }

    @Test
    void the_log_keeps_who_when_by_what_and_the_trace() {
        node.open();
        node.runtime.execute(
                Node.SESSION,
                new CommandRequest(Node.BOB, new CommandId(ClientId.of("b"), 4), List.of(DARK), null, "trace-1"));
        StoredEvent stored = store.log(Node.SESSION).get(1);
        assertThat(stored.actor()).isEqualTo(Node.BOB.user());
        assertThat(stored.command()).isEqualTo(new CommandId(ClientId.of("b"), 4));
        assertThat(stored.trace()).isEqualTo("trace-1");
        assertThat(stored.bodyHash()).hasSize(64);
        assertThat(stored.payload().json()).isEqualTo("{\"theme\":\"dark\"}");
    }

    @Test
    void a_trace_that_is_too_long_fails_its_command_alone() {
        node.open();
        assertThatThrownBy(() -> node.runtime.execute(
                        Node.SESSION,
                        new CommandRequest(
                                Node.ADA, new CommandId(ClientId.of("a"), 1), List.of(DARK), null, "t".repeat(129))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(node.send("a", 2, DARK)).isInstanceOf(Applied.class);
    }

    @Test
    void the_time_of_events_never_goes_back() {
        node.open();
        node.clock.advance(Duration.ofSeconds(5));
        node.send("a", 1, DARK);
        node.clock.set(node.clock.instant().minusSeconds(60));
        node.send("a", 2, CLASSIC);
        List<StoredEvent> log = store.log(Node.SESSION);
        assertThat(log.get(2).at()).isEqualTo(log.get(1).at());
    }

    @Test
    void an_expected_revision_that_has_passed_is_a_conflict_also_from_a_stale_cache() {
        node.open();
        other.send("b", 1, DARK);
        CommandRequest at1 =
                new CommandRequest(Node.ADA, new CommandId(ClientId.of("a"), 1), List.of(CLASSIC), 1L, null);
        assertThat(node.runtime.execute(Node.SESSION, at1)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
            assertThat(rejected.revision()).isEqualTo(2);
        });
        CommandRequest at2 =
                new CommandRequest(Node.ADA, new CommandId(ClientId.of("a"), 1), List.of(CLASSIC), 2L, null);
        assertThat(node.runtime.execute(Node.SESSION, at2)).isInstanceOf(Applied.class);
    }

    @Test
    void a_conflict_is_decided_anew_on_what_the_other_node_wrote() {
        node.open();
        Applied opened = (Applied) other.send("b", 1, OpenWindow.of("notes"));
        WindowId window =
                other.runtime.requireState(Node.SESSION).windows().get(0).id();
        assertThat(opened.revision()).isEqualTo(2);
        assertThat(node.send("a", 1, new CloseWindow(window))).isInstanceOf(Applied.class);
        assertThat(other.send("b", 2, new CloseWindow(window)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.WINDOW_NOT_FOUND));
        assertThat(revisions()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void nothing_to_do_is_answered_from_the_newest_state() {
        node.open();
        other.send("b", 1, DARK);
        assertThat(node.send("a", 1, DARK)).isEqualTo(new Unchanged(2));
    }

    @Test
    void a_node_that_always_loses_gives_up_after_fifty_tries() {
        node.open();
        AtomicInteger rival = new AtomicInteger();
        store.beforeAppend = () -> {
            Runnable again = store.beforeAppend;
            store.beforeAppend = () -> {};
            other.send("b", rival.incrementAndGet(), rival.get() % 2 == 0 ? CLASSIC : DARK);
            store.beforeAppend = again;
        };
        assertCode(ErrorCode.OVERLOADED, () -> node.send("a", 1, OpenWindow.of("notes")));
        assertThat(rival).hasValue(Round.MAX_TRIES);
        store.beforeAppend = () -> {};
        assertThat(node.send("a", 1, OpenWindow.of("notes"))).isInstanceOf(Applied.class);
    }

    @Test
    void a_repeat_answers_the_first_outcome_on_any_node() {
        node.open();
        Applied first = (Applied) node.send("a", 1, OpenWindow.of("notes"));
        node.send("a", 2, DARK);
        for (Node any : List.of(node, other)) {
            assertThat(any.send("a", 1, OpenWindow.of("notes")))
                    .isEqualTo(new Applied(first.revision(), first.events(), true));
        }
        assertThat(store.log(Node.SESSION)).hasSize(3);
    }

    @Test
    void a_stale_node_does_not_apply_a_repeat_twice() {
        node.open();
        other.open();
        other.send("a", 1, OpenWindow.of("notes"));
        assertThat(node.send("a", 1, OpenWindow.of("notes")))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.repeated()).isTrue());
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void the_same_id_with_another_body_or_sender_is_refused() {
        node.open();
        node.send("a", 1, DARK);
        assertCode(ErrorCode.COMMAND_ID_REUSED, () -> node.send("a", 1, CLASSIC));
        assertCode(
                ErrorCode.COMMAND_ID_REUSED,
                () -> node.runtime.execute(
                        Node.SESSION, CommandRequest.of(Node.BOB, new CommandId(ClientId.of("a"), 1), DARK)));
    }

    @Test
    void a_rejected_command_may_be_sent_again_and_is_decided_anew() {
        node.open();
        node.send("a", 1, new CloseWindow(WindowId.of("none")));
        node.send("a", 2, DARK);
        assertThat(node.send("a", 1, CLASSIC)).isInstanceOf(Applied.class);
    }

    @Test
    void a_command_that_was_overtaken_is_decided() {
        node.open();
        node.send("a", 2, DARK);
        assertThat(node.send("a", 1, CLASSIC)).isInstanceOf(Applied.class);
        assertThat(node.send("a", 1, CLASSIC))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.repeated()).isTrue());
    }

    @Test
    void below_a_trimmed_log_a_repeat_cannot_be_told_from_a_new_command() {
        node.open();
        for (int i = 1; i <= 12; i++) {
            node.send("a", i, i % 2 == 0 ? CLASSIC : DARK);
        }
        store.trim(Node.SESSION, 8);
        assertCode(ErrorCode.COMMAND_TOO_OLD, () -> node.send("a", 3, DARK));
        assertThat(node.send("a", 11, DARK)).isInstanceOf(Applied.class);
        assertThat(node.send("a", 13, DARK)).isInstanceOf(Applied.class);
    }

    @Test
    void a_new_command_costs_one_round_trip_and_no_look_up() {
        node.open();
        node.send("a", 1, DARK);
        int reads = store.reads.get();
        node.send("a", 2, CLASSIC);
        assertThat(store.reads).hasValue(reads);
        assertThat(store.finds).hasValue(0);
    }

    @Test
    void more_clients_than_are_remembered_stay_exactly_once() {
        node.open();
        int clients = ClientLedger.MAX_CLIENTS + 10;
        for (int i = 0; i < clients; i++) {
            node.send("c" + i, 1, i % 2 == 0 ? DARK : CLASSIC);
        }
        assertThat(node.send("c0", 1, DARK))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.repeated()).isTrue());
        assertThat(store.log(Node.SESSION)).hasSize(1 + clients);
        assertThat(node.send("new", 1, DARK)).isInstanceOf(Applied.class);
    }

    @Test
    void an_append_whose_answer_was_lost_after_it_stood_is_found() {
        node.open();
        store.appendFaults.add(TestStore.Fault.LOST_AFTER);
        assertThat(node.send("a", 1, OpenWindow.of("notes"))).isInstanceOfSatisfying(Applied.class, applied -> {
            assertThat(applied.repeated()).isFalse();
            assertThat(applied.revision()).isEqualTo(2);
        });
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void an_append_that_was_lost_before_it_stood_is_made_again() {
        node.open();
        store.appendFaults.add(TestStore.Fault.LOST_BEFORE);
        assertThat(node.send("a", 1, OpenWindow.of("notes")))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.repeated()).isFalse());
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void a_lost_append_of_what_another_node_had_applied_is_answered_as_a_repeat() {
        node.open();
        other.open();
        Applied first = (Applied) other.send("a", 1, OpenWindow.of("notes"));
        store.appendFaults.add(TestStore.Fault.LOST_BEFORE);
        assertThat(node.send("a", 1, OpenWindow.of("notes")))
                .isEqualTo(new Applied(first.revision(), first.events(), true));
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void an_opening_whose_answer_was_lost_is_found() {
        store.appendFaults.add(TestStore.Fault.LOST_AFTER);
        node.open();
        assertThat(store.log(Node.SESSION)).hasSize(1);
    }

    @Test
    void when_the_read_back_fails_too_the_outcome_is_unknown_and_a_repeat_tells() {
        node.open();
        store.appendFaults.add(TestStore.Fault.LOST_AFTER);
        store.failingReads.set(1);
        assertThatThrownBy(() -> node.send("a", 1, OpenWindow.of("notes"))).isInstanceOf(UnknownOutcomeException.class);
        assertThat(node.send("a", 1, OpenWindow.of("notes"))).isInstanceOf(Applied.class);
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void a_handle_sends_again_by_itself_and_gives_up_after_three_times() {
        node.open();
        OsSession session = node.runtime.attach(Node.SESSION, Node.ADA);
        store.appendFaults.add(TestStore.Fault.LOST_AFTER);
        store.failingReads.set(1);
        assertThat(session.execute(OpenWindow.of("notes"))).isInstanceOf(Applied.class);
        assertThat(store.log(Node.SESSION)).hasSize(2);
        for (int i = 0; i < 12; i++) {
            store.appendFaults.add(TestStore.Fault.LOST_BEFORE);
        }
        assertThatThrownBy(() -> session.execute(DARK)).isInstanceOf(UnknownOutcomeException.class);
        assertThat(store.appendFaults).isEmpty();
        assertThat(store.log(Node.SESSION)).hasSize(2);
    }

    @Test
    void a_refused_append_wrote_nothing_and_says_so() {
        node.open();
        store.appendFaults.add(TestStore.Fault.REFUSED);
        assertCode(ErrorCode.STORE_UNAVAILABLE, () -> node.send("a", 1, DARK));
        assertThat(node.send("a", 1, DARK)).isInstanceOf(Applied.class);
    }

    @Test
    void an_ended_session_accepts_nothing_and_can_be_read() {
        node.open();
        node.send("a", 1, new EndSession("user"));
        for (Node any : List.of(node, other)) {
            assertThat(any.send("b", 1, DARK))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.SESSION_ENDED));
            assertThat(any.runtime.requireState(Node.SESSION).status()).isEqualTo(SessionStatus.ENDED);
        }
        assertThat(node.runtime.requireHead(Node.SESSION).status()).isEqualTo(SessionStatus.ENDED);
    }

    @Test
    void snapshot_and_tail_equal_the_full_replay_for_every_prefix() {
        node.open();
        for (int i = 1; i <= 35; i++) {
            node.send("a", i, i % 3 == 0 ? OpenWindow.of("w" + i) : i % 2 == 0 ? DARK : CLASSIC);
            OsState replayed = replay();
            try (Node fresh = new Node(store)) {
                assertThat(fresh.runtime.requireState(Node.SESSION)).isEqualTo(replayed);
            }
            assertThat(OsJson.canonicalHash(node.runtime.requireState(Node.SESSION)))
                    .isEqualTo(OsJson.canonicalHash(replayed));
        }
        assertThat(store.snapshot(Node.SESSION).orElseThrow().revision()).isGreaterThanOrEqualTo(20);
        store.trim(Node.SESSION, store.snapshot(Node.SESSION).orElseThrow().revision());
        try (Node fresh = new Node(store)) {
            assertThat(fresh.runtime.requireState(Node.SESSION)).isEqualTo(node.runtime.requireState(Node.SESSION));
        }
    }

    @Test
    void a_snapshot_that_fails_is_counted_and_the_next_one_comes() {
        node.open();
        store.failingSnapshots.set(1);
        for (int i = 1; i <= 25; i++) {
            assertThat(node.send("a", i, i % 2 == 0 ? CLASSIC : DARK)).isInstanceOf(Applied.class);
        }
        assertThat(node.runtime.counters().failedSnapshots.sum()).isEqualTo(1);
        assertThat(store.snapshot(Node.SESSION).orElseThrow().revision()).isEqualTo(20);
    }

    @Test
    void the_ledger_of_a_snapshot_keeps_repeats_exactly_once() {
        node.open();
        for (int i = 1; i <= 12; i++) {
            node.send("a", i, i % 2 == 0 ? CLASSIC : DARK);
        }
        assertThat(other.send("a", 4, CLASSIC))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.repeated()).isTrue());
    }

    @Test
    void a_log_with_events_of_a_newer_version_is_read_only_here() {
        node.open();
        node.send("a", 1, DARK);
        StoredEvent last = store.log(Node.SESSION).get(1);
        store.append(List.of(new Append(
                Node.SESSION,
                Node.ADA.user(),
                2,
                "e1",
                SessionStatus.LIVE,
                List.of(new StoredEvent(
                        3,
                        last.at(),
                        last.actor(),
                        new CommandId(ClientId.of("z"), 1),
                        last.bodyHash(),
                        null,
                        Payload.ofJson("window_shaded", 1, "{}"))))));
        for (Node any : List.of(node, other)) {
            assertThat(any.runtime.requireState(Node.SESSION).revision()).isEqualTo(2);
            assertCode(ErrorCode.SESSION_NEWER, () -> any.send("b", 1, CLASSIC));
            assertCode(ErrorCode.SESSION_NEWER, () -> any.send("b", 1, DARK));
        }
        assertThat(store.log(Node.SESSION)).hasSize(3);
    }

    @Test
    void a_snapshot_of_a_newer_version_does_not_hide_a_log_that_is_known() {
        node.open();
        for (int i = 1; i <= 12; i++) {
            node.send("a", i, i % 2 == 0 ? CLASSIC : DARK);
        }
        store.damageSnapshot(
                Node.SESSION, old -> new SessionSnapshot(old.revision(), Payload.ofJson("os_state", 9, "{}")));
        assertThat(other.runtime.requireState(Node.SESSION)).isEqualTo(node.runtime.requireState(Node.SESSION));
    }

    @Test
    void a_log_with_a_gap_is_not_served() {
        node.open();
        node.send("a", 1, DARK);
        store.trim(Node.SESSION, 1);
        assertCode(ErrorCode.SESSION_UNREADABLE, () -> other.runtime.requireState(Node.SESSION));
        assertCode(ErrorCode.SESSION_UNREADABLE, () -> other.send("b", 1, CLASSIC));
    }

    @Test
    void after_a_new_epoch_commands_go_on() {
        node.open();
        node.send("a", 1, DARK);
        store.newEpoch();
        assertThat(node.send("a", 2, CLASSIC)).isInstanceOf(Applied.class);
        assertThat(node.runtime.requireHead(Node.SESSION).epoch()).isEqualTo("e2");
    }

    @Test
    void submitted_commands_of_one_session_share_an_append_and_keep_their_order() {
        List<Runnable> tasks = new ArrayList<>();
        try (Node manual = new Node(store, tasks::add, 16)) {
            node.open();
            List<CompletableFuture<CommandOutcome>> outcomes = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                outcomes.add(manual.runtime
                        .submit(Node.SESSION, Node.request("a", i, OpenWindow.of("app-" + i)))
                        .toCompletableFuture());
            }
            outcomes.add(manual.runtime
                    .submit(Node.SESSION, Node.request("a", 6, new CloseWindow(WindowId.of("none"))))
                    .toCompletableFuture());
            outcomes.add(manual.runtime
                    .submit(Node.SESSION, Node.request("a", 5, OpenWindow.of("app-5")))
                    .toCompletableFuture());
            int before = store.batches.size();
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
            assertThat(store.batches).hasSize(before + 1);
            assertThat(outcomes.stream().map(outcome -> outcome.join().revision()))
                    .containsExactly(2L, 3L, 4L, 5L, 6L, 6L, 6L);
            assertThat(outcomes.get(5).join()).isInstanceOf(Rejected.class);
            assertThat(outcomes.get(6).join())
                    .isInstanceOfSatisfying(
                            Applied.class,
                            applied -> assertThat(applied.repeated()).isTrue());
        }
    }

    @Test
    void appends_of_many_sessions_go_together_while_the_store_is_busy() {
        List<Runnable> tasks = new ArrayList<>();
        try (Node manual = new Node(store, tasks::add, 16)) {
            List<CompletableFuture<CommandOutcome>> outcomes = new ArrayList<>();
            AtomicInteger underWay = new AtomicInteger();
            store.beforeAppend = () -> {
                if (underWay.incrementAndGet() <= 2) {
                    while (!tasks.isEmpty()) {
                        tasks.remove(0).run();
                    }
                }
            };
            for (int i = 0; i < 300; i++) {
                outcomes.add(manual.runtime
                        .submit(
                                SessionId.of("s" + i),
                                Node.request("c" + i, 1, OpenSession.empty(), OpenWindow.of("notes")))
                        .toCompletableFuture());
            }
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Applied.class));
            assertThat(store.batches).containsExactlyInAnyOrder(1, 256, 43);
        }
    }

    @Test
    void a_lane_that_is_full_refuses_and_does_nothing() {
        List<Runnable> tasks = new ArrayList<>();
        try (Node manual = new Node(store, tasks::add, 16)) {
            node.open();
            for (int i = 1; i <= Lanes.MAX_WAITING; i++) {
                manual.runtime.submit(Node.SESSION, Node.request("a", i, i % 2 == 0 ? CLASSIC : DARK));
            }
            CompletableFuture<CommandOutcome> refused = manual.runtime
                    .submit(Node.SESSION, Node.request("a", Lanes.MAX_WAITING + 1, DARK))
                    .toCompletableFuture();
            assertThatThrownBy(refused::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
            assertThat(revisions())
                    .isEqualTo(LongStream.rangeClosed(1, Lanes.MAX_WAITING + 1)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void a_closed_runtime_refuses_and_leaves_the_storage_open() {
        node.open();
        node.close();
        node.close();
        assertCode(ErrorCode.SHUTTING_DOWN, () -> node.send("a", 1, DARK));
        assertThat(node.pollStopped).isTrue();
        assertThat(store.listeners()).isEqualTo(1);
        assertThat(other.send("a", 1, DARK)).isInstanceOf(Applied.class);
    }

    @Test
    void sessions_are_listed_by_user() {
        node.open();
        node.runtime.open(Node.BOB, OpenSession.empty());
        assertThat(node.runtime.sessions(null, null, 10).items()).hasSize(2);
        assertThat(node.runtime.sessions(Node.BOB.user(), null, 10).items()).hasSize(1);
        assertThatThrownBy(() -> node.runtime.sessions(null, null, 201)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Long> revisions() {
        return store.log(Node.SESSION).stream().map(StoredEvent::revision).toList();
    }

    private OsState replay() {
        List<OsEvent> events = store.log(Node.SESSION).stream()
                .map(stored -> SessionLoader.recorded(Node.SESSION, stored)
                        .orElseThrow()
                        .event())
                .toList();
        OsState state = OsLogic.evolve(null, events.get(0));
        for (OsEvent event : events.subList(1, events.size())) {
            state = OsLogic.evolve(state, event);
        }
        return state;
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BlackRoadException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
