package systems.blackroad.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What counts as the answer to a commit, in both protocols, however the bytes are cut. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WireTest {

    private static final String INSERT = "with w as (insert into p1_session_event (session) values (1)) select 1";
    private static final byte[] STARTUP = postgres(null, "\0\3\0\0user\0me\0\0");
    private static final byte[] IDLE = postgres('Z', "I");
    private static final byte[] IN_TRANSACTION = postgres('Z', "T");
    private static final byte[] OK = maria(1, "\0\0\0\2\0\0\0");

    @Test
    void on_postgresql_a_query_that_inserts_events_is_a_commit_once_the_server_is_idle() {
        for (int part = 1; part < 60; part++) {
            Wire wire = postgres();
            ask(wire, part, postgres('P', "S_1\0" + INSERT + "\0\0\0"), postgres('B', "\0S_1\0\0\0\0\0\0\0"));
            assertThat(answer(wire, part, postgres('C', "SELECT 1\0"))).isFalse();
            assertThat(answer(wire, part, IDLE)).isTrue();
            assertThat(answer(wire, part, IDLE)).as("told once").isFalse();
            ask(wire, part, postgres('B', "\0S_1\0\0\0\0\0\0\0"));
            assertThat(answer(wire, part, postgres('C', "SELECT 1\0"), IDLE))
                    .as("prepared before")
                    .isTrue();
        }
    }

    @Test
    void on_postgresql_nothing_else_is_such_a_commit() {
        Wire wire = postgres();
        ask(wire, 9, postgres('P', "\0select 1\0\0\0"), postgres('B', "\0\0\0\0\0\0\0\0"));
        assertThat(answer(wire, 9, postgres('C', "SELECT 1\0"), IDLE)).isFalse();
        ask(wire, 9, postgres('P', "\0" + INSERT + "\0\0\0"), postgres('B', "\0\0\0\0\0\0\0\0"));
        assertThat(answer(wire, 9, postgres('E', "\0"), IDLE)).as("an error").isFalse();
        ask(wire, 9, postgres('Q', INSERT + "\0"));
        assertThat(answer(wire, 9, IN_TRANSACTION)).as("not committed yet").isFalse();
        ask(wire, 9, postgres('Q', "ROLLBACK\0"));
        assertThat(answer(wire, 9, postgres('C', "ROLLBACK\0"), IDLE)).isFalse();
    }

    @Test
    void on_postgresql_a_transaction_is_committed_at_its_end() {
        Wire wire = postgres();
        ask(wire, 9, postgres('Q', INSERT + "\0"));
        assertThat(answer(wire, 9, IN_TRANSACTION)).isFalse();
        ask(wire, 9, postgres('Q', "COMMIT\0"));
        assertThat(answer(wire, 9, postgres('C', "COMMIT\0"), IDLE)).isTrue();
    }

    @Test
    void on_postgresql_a_refused_encryption_is_no_message() {
        Wire wire = new PostgresWire(Scenario.Work.SESSIONS.writes());
        ask(wire, 3, postgres(null, "\4\322\26\57"));
        assertThat(answer(wire, 3, "N".getBytes(ISO_8859_1))).isFalse();
        ask(wire, 3, STARTUP, postgres('Q', INSERT + "\0"));
        assertThat(answer(wire, 3, IDLE)).isTrue();
    }

    @Test
    void on_mariadb_a_commit_after_an_insert_of_events_counts() {
        for (int part = 1; part < 60; part++) {
            Wire wire = maria();
            ask(wire, part, maria(0, "\3insert into p1_session_event (session) values (1)"));
            assertThat(answer(wire, part, OK)).isFalse();
            ask(wire, part, maria(0, "\3commit"));
            assertThat(answer(wire, part, OK)).isTrue();
            ask(wire, part, maria(0, "\3commit"));
            assertThat(answer(wire, part, OK)).as("nothing was written since").isFalse();
        }
    }

    @Test
    void on_mariadb_a_prepared_insert_counts_by_its_number() {
        Wire wire = maria();
        ask(wire, 9, maria(0, "\26insert into p1_session_event (session) values (?)"));
        assertThat(answer(wire, 9, maria(1, "\0\7\0\0\0\0\0\1\0\0\0\0"))).isFalse();
        ask(wire, 9, maria(0, "\3rollback"), maria(0, "\27\7\0\0\0\0\1\0\0\0"), maria(0, "\3commit"));
        assertThat(answer(wire, 9, OK)).isTrue();
        ask(wire, 9, maria(0, "\27\10\0\0\0\0\1\0\0\0"), maria(0, "\3commit"));
        assertThat(answer(wire, 9, OK)).as("another statement").isFalse();
    }

    @Test
    void on_mariadb_nothing_else_is_such_a_commit() {
        Wire wire = maria();
        ask(wire, 9, maria(0, "\3update p1_session_head set revision = 2"), maria(0, "\3commit"));
        assertThat(answer(wire, 9, OK)).isFalse();
        ask(wire, 9, maria(0, "\3insert into p1_session_event (session) values (1)"), maria(0, "\3commit"));
        assertThat(answer(wire, 9, maria(1, "\377\1\2"))).as("an error").isFalse();
        ask(wire, 9, maria(0, "\3insert into p1_session_event (session) values (1)"), maria(0, "\3rollback"));
        ask(wire, 9, maria(0, "\3commit"));
        assertThat(answer(wire, 9, OK)).as("rolled back").isFalse();
    }

    private static Wire postgres() {
        Wire wire = new PostgresWire(Scenario.Work.SESSIONS.writes());
        ask(wire, 5, STARTUP);
        return wire;
    }

    private static Wire maria() {
        Wire wire = new MariaWire(Scenario.Work.SESSIONS.writes());
        ask(wire, 5, maria(1, "login"));
        return wire;
    }

    private static void ask(Wire wire, int part, byte[]... packets) {
        byte[] all = join(packets);
        for (int from = 0; from < all.length; from += part) {
            byte[] piece = Arrays.copyOfRange(all, from, Math.min(all.length, from + part));
            wire.asked(piece, piece.length);
        }
    }

    private static boolean answer(Wire wire, int part, byte[]... packets) {
        byte[] all = join(packets);
        boolean committed = false;
        for (int from = 0; from < all.length; from += part) {
            byte[] piece = Arrays.copyOfRange(all, from, Math.min(all.length, from + part));
            committed |= wire.answered(piece, piece.length);
        }
        return committed;
    }

    private static byte[] join(byte[]... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }

    private static byte[] postgres(@Nullable Character type, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        ByteBuffer packet = ByteBuffer.allocate((type == null ? 4 : 5) + bytes.length);
        if (type != null) {
            packet.put((byte) type.charValue());
        }
        return packet.putInt(4 + bytes.length).put(bytes).array();
    }

    private static byte[] maria(int number, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(4 + bytes.length)
                .put((byte) bytes.length)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) number)
                .put(bytes)
                .array();
    }
}
