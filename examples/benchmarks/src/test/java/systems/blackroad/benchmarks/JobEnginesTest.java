package systems.blackroad.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine on a real server: that each job runs once, however it was put in, and that other processes run it. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class JobEnginesTest {

    private static final int SINGLE = 10;
    private static final int JOBS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_job_runs_once_whether_it_was_put_in_alone_or_with_others(JobEngines engine) throws Exception {
        String database = "once_" + engine.name().toLowerCase(Locale.ROOT);
        String url = server.create(database);
        Executions executions = new Executions(JOBS, JOBS);
        try (JobEngine enqueuing = engine.open(url, Drain.NEVER_CALLED)) {
            for (int job = 0; job < SINGLE; job++) {
                enqueuing.enqueue(job);
            }
            enqueuing.enqueue(SINGLE, JOBS - SINGLE);
            assertThat(server.number(database, "select count(*) from " + enqueuing.table()))
                    .isEqualTo(JOBS);
        }
        try (JobEngine running = engine.open(url, executions)) {
            assertThat(executions.ran()).isZero();
            running.start();
            Executions.Timed timed = executions.await(LIMIT);
            assertThat(timed.complete()).isTrue();
            assertThat(timed.perSecond()).isPositive();
        }
        assertThat(executions.ran()).isEqualTo(JOBS);
        assertThat(executions.repeated()).isZero();
        assertThat(executions.missing()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"BLACKROAD", "DB_SCHEDULER"})
    void every_job_runs_on_the_embedded_database_which_is_gone_afterwards(JobEngines engine) throws Exception {
        Databases databases = Databases.at("jdbc:sqlite:");
        Executions.Timed timed = JobsAtReport.drain(databases, "embedded", engine, JOBS, LIMIT);
        assertThat(timed.complete()).isTrue();
        assertThat(timed.runs()).isEqualTo(JOBS);
        databases.close();
    }

    @Test
    void a_database_of_another_kind_is_refused_by_name() {
        assertThatThrownBy(() -> Databases.at("jdbc:h2:mem:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mariadb:")
                .hasMessageContaining("'jdbc:h2:mem:x'");
    }

    @Test
    void a_drain_counts_what_the_server_did_and_can_hold_a_snapshot() throws Exception {
        Drain drain = new Drain(server, LIMIT);
        Drain.Result result = drain.run(Drain.Task.all(JobEngines.DB_SCHEDULER, JOBS, true));
        assertThat(result.ran()).isEqualTo(JOBS);
        assertThat(result.repeated() + result.missing()).isZero();
        assertThat(result.commits()).as("one for each job at least").isGreaterThanOrEqualTo(JOBS);
        assertThat(result.walBytesPerJob()).isPositive();
    }

    @Test
    void what_is_offered_runs_and_each_tenth_of_it_is_told() throws Exception {
        List<OfferedReport.Part> parts = new OfferedReport(server, 1).measure();
        assertThat(parts).hasSize(10).allSatisfy(part -> {
            assertThat(part.micros()).hasSize(200);
            assertThat(part.millis(1)).isBetween(0.0, 20_000.0);
            assertThat(part.waiting()).isBetween(0, 2_000);
        });
    }

    @Test
    void a_job_is_picked_up_by_another_process() throws Exception {
        PickupReport.Pickups pickups = new PickupReport(server, SINGLE).measure(JobEngines.BLACKROAD, SINGLE);
        assertThat(pickups.micros()).hasSize(SINGLE);
        assertThat(pickups.missing() + pickups.repeated()).isZero();
        assertThat(pickups.millis(1)).isBetween(0.0, 5_000.0);
    }
}
