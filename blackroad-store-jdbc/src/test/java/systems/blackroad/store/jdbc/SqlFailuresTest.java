package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.util.List;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.store.StorageOptions;

/** What drivers' exceptions are taken for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SqlFailuresTest {

    @Test
    void a_lost_connection_is_one_also_where_the_driver_wraps_it_in_an_exception_that_says_nothing() {
        SQLException lost = new SQLNonTransientConnectionException("(conn=10) Socket error", "08000", 0);
        for (SQLException told : new SQLException[] {lost, new SQLException(lost)}) {
            RuntimeException failure = failure(told);
            assertThat(SqlFailures.isConnection(failure)).isTrue();
            assertThat(SqlFailures.isRolledBack(failure)).isFalse();
            assertThat(code(failure)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    @Test
    void a_lost_race_is_one_also_where_it_is_wrapped() {
        SQLException deadlock = new SQLException("Deadlock found", "40001", 1213);
        assertThat(SqlFailures.isTransient(failure(deadlock))).isTrue();
        assertThat(SqlFailures.isTransient(failure(new SQLException(deadlock)))).isTrue();
    }

    @Test
    void a_race_that_is_lost_until_the_time_is_up_is_no_fault_of_the_call() {
        SQLException postgres = new SQLException("deadlock detected", "40P01", 0);
        SQLException maria = new SQLException("Deadlock found", "40001", 1213);
        for (SQLException told : new SQLException[] {postgres, maria, new SQLException(maria)}) {
            assertThat(code(failure(told))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    @Test
    void what_the_database_refuses_is_told_as_refused() {
        RuntimeException failure = failure(new SQLException("value too long", "22001", 0));
        assertThat(SqlFailures.isConnection(failure)).isFalse();
        assertThat(SqlFailures.isTransient(failure)).isFalse();
        assertThat(SqlFailures.isRolledBack(failure)).isTrue();
        assertThat(code(failure)).isEqualTo(ErrorCode.STORE_REFUSED);
    }

    @Test
    void a_server_that_can_write_nothing_is_no_fault_of_the_call() {
        List<SQLException> told = List.of(
                new SQLException("cannot execute INSERT in a read-only transaction", "25006", 0),
                new SQLException("could not extend file: No space left on device", "53100", 0),
                new SQLException("could not write block", "58030", 0),
                new SQLException("the server is running with --read-only", "HY000", 1290),
                new SQLException("the table is full", "HY000", 1114),
                new SQLException("[SQLITE_FULL] The database or disk is full", null, 13),
                new SQLException("[SQLITE_IOERR_WRITE]", null, 778));
        assertThat(told)
                .allSatisfy(failure -> assertThat(code(failure(failure))).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void a_call_whose_time_is_up_was_rolled_back_and_may_be_tried_again() {
        SQLException postgres = new SQLException("canceling statement due to user request", "57014", 0);
        SQLException maria = new SQLTimeoutException("Query execution was interrupted", "70100", 1969);
        for (SQLException told : new SQLException[] {postgres, maria, new SQLException(maria)}) {
            RuntimeException failure = failure(told);
            assertThat(SqlFailures.isConnection(failure)).isFalse();
            assertThat(SqlFailures.isTransient(failure)).isFalse();
            assertThat(SqlFailures.isRolledBack(failure)).isTrue();
            assertThat(code(failure)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    @Test
    void an_exception_without_a_state_is_judged_by_its_code() {
        assertThat(code(failure(new SQLException("database is locked", null, 5))))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(code(failure(new SQLException("corrupt", null, 11)))).isEqualTo(ErrorCode.STORE_REFUSED);
    }

    private static RuntimeException failure(SQLException cause) {
        return new UnableToExecuteStatementException("cannot execute", cause, null);
    }

    private static ErrorCode code(RuntimeException failure) {
        return ((BlackRoadException) SqlFailures.refused(failure, "mariadb", StorageOptions.defaults())).code();
    }
}
