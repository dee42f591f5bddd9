package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class PromptSourceTest {

    private static final String REFUSED = "08001";
    private static final String STARTING = "57P03";
    private static final String PASSWORD = "28P01";

    private final Deque<String> failures = new ArrayDeque<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final CountDownLatch tried = new CountDownLatch(3);
    private final Connection connection = proxy(Connection.class, () -> "unused");
    private final PromptSource source = new PromptSource(proxy(DataSource.class, this::connect), "test", 1);

    private interface Answer {
        Object give() throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.give()));
    }

    private Connection connect() throws SQLException {
        tries.incrementAndGet();
        tried.countDown();
        if (!failures.isEmpty()) {
            String state = failures.size() == 1 && failures.peek().equals("for ever") ? REFUSED : failures.poll();
            throw new SQLException("planned", state);
        }
        return connection;
    }

    @Test
    void a_server_that_is_away_is_looked_for_until_it_is_back() throws SQLException {
        source.getConnection();
        failures.addAll(Collections.nCopies(20, REFUSED));
        failures.add(STARTING);
        assertThat(source.getConnection()).isSameAs(connection);
        assertThat(tries).hasValue(1 + 21 + 1);
    }

    @Test
    void a_server_that_was_never_there_is_told_at_once() {
        failures.add(REFUSED);
        assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_refusal_is_told_at_once() throws SQLException {
        source.getConnection();
        failures.add(PASSWORD);
        assertThatThrownBy(source::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(PASSWORD));
        assertThat(tries).hasValue(2);
    }

    @Test
    void closing_it_ends_the_search() throws Exception {
        source.getConnection();
        failures.add("for ever");
        CompletableFuture<Connection> search = CompletableFuture.supplyAsync(() -> {
            try {
                return source.getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
        source.close();
        assertThatThrownBy(() -> search.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void an_interrupt_ends_the_search_and_is_kept() throws SQLException {
        source.getConnection();
        failures.add("for ever");
        Thread.currentThread().interrupt();
        assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
