package systems.blackroad.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both sides on a real server: that they do what is counted, and that a loss would be noticed. */
@Tag("server")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SidesTest {

    private static final int CHANGES = 20;

    @Test
    void both_sides_change_desktops_and_a_lost_change_of_either_is_counted() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.createCounted("sides");
            try (Desktops ours = new BlackRoadDesktops(url, 3, 2);
                    Desktops theirs = new SpringDesktops(url, 3, 2)) {
                changes(ours);
                execute(url, "create table before as select * from spring_session_attributes");
                changes(theirs);
                lose(url);
                assertThat(theirs.lost()).isEqualTo(CHANGES);
                assertThat(ours.lost()).isPositive();
            }
            server.awaitNoClients("sides");
            assertThat(server.updates("sides", "blackroad_session_head").all()).isGreaterThanOrEqualTo(CHANGES);
            assertThat(server.updates("sides", "spring_session").all()).isGreaterThanOrEqualTo(CHANGES);
        }
    }

    private static void changes(Desktops side) throws Exception {
        Random random = new Random(1);
        long trips = RoundTrips.count();
        for (int i = 0; i < CHANGES; i++) {
            side.change(i % 2, random);
        }
        assertThat(RoundTrips.count() - trips).isGreaterThanOrEqualTo(CHANGES);
        assertThat(side.acknowledged()).isEqualTo(CHANGES);
        assertThat(side.lost()).isZero();
    }

    /** Undoes the newest change of ours and all changes of theirs, as lost updates would. */
    private static void lose(String url) throws Exception {
        execute(
                url,
                "update spring_session_attributes a set attribute_bytes = b.attribute_bytes from before b"
                        + " where a.session_primary_id = b.session_primary_id");
        execute(
                url,
                "with last as (select log, max(revision) as revision from blackroad_session_event"
                        + " group by log order by 2 desc limit 1), gone as (delete from blackroad_session_event e"
                        + " using last where e.log = last.log and e.revision = last.revision) update"
                        + " blackroad_session_head h set revision = h.revision - 1 from last where h.log ="
                        + " last.log");
    }

    private static void execute(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
