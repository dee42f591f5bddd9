package systems.blackroad.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Desktops in Spring Session JDBC on its defaults, with the customizer that it documents for PostgreSQL, on HikariCP's
 * defaults. A change reads the session, sets the attribute and the time of access as its servlet filter does, and saves.
 * What is lost is the changes acknowledged less those that the desktops count.
 */
final class SpringDesktops implements Desktops {

    private static final String ATTRIBUTE = "desktop";

    private final HikariDataSource source;
    private final SessionRepository<? extends Session> repository;
    private final int devices;
    private final List<String> sessions = new ArrayList<>();
    private final LongAdder acknowledged = new LongAdder();

    /** Makes the tables by Spring Session's own script, and the desktops. */
    SpringDesktops(String url, int desktops, int devices) {
        this.devices = devices;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        this.source = new HikariDataSource(config);
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/session/jdbc/schema-postgresql.sql"))
                .execute(source);
        TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        JdbcIndexedSessionRepository jdbc = new JdbcIndexedSessionRepository(new JdbcTemplate(source), transactions);
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(jdbc);
        this.repository = jdbc;
        for (int i = 0; i < desktops; i++) {
            sessions.add(create(repository, new Random(i)));
        }
    }

    private <S extends Session> String create(SessionRepository<S> in, Random random) {
        S session = in.createSession();
        session.setAttribute(ATTRIBUTE, SpringDesktop.of(WINDOWS, devices, random));
        in.save(session);
        return session.getId();
    }

    @Override
    public String name() {
        return "Spring Session JDBC";
    }

    @Override
    public void change(int caller, Random random) {
        change(repository, caller, random);
        acknowledged.increment();
    }

    private <S extends Session> void change(SessionRepository<S> in, int caller, Random random) {
        S session = find(in, random.nextInt(sessions.size()));
        session.setLastAccessedTime(Instant.now());
        SpringDesktop desktop = desktop(session);
        session.setAttribute(
                ATTRIBUTE,
                desktop.moved(caller, random.nextInt(WINDOWS), random.nextInt(SPACE), random.nextInt(SPACE)));
        in.save(session);
    }

    @Override
    public void read(int caller, Random random) {
        read(repository, random);
    }

    private <S extends Session> void read(SessionRepository<S> in, Random random) {
        S session = find(in, random.nextInt(sessions.size()));
        session.setLastAccessedTime(Instant.now());
        desktop(session);
        in.save(session);
    }

    private <S extends Session> S find(SessionRepository<S> in, int session) {
        return Objects.requireNonNull(in.findById(sessions.get(session)), "session");
    }

    private static SpringDesktop desktop(Session session) {
        return session.getRequiredAttribute(ATTRIBUTE);
    }

    @Override
    public long acknowledged() {
        return acknowledged.sum();
    }

    @Override
    public long lost() {
        long counted = 0;
        for (int i = 0; i < sessions.size(); i++) {
            counted += Arrays.stream(desktop(find(repository, i)).changes()).sum();
        }
        return acknowledged() - counted;
    }

    @Override
    public String headTable() {
        return "spring_session";
    }

    @Override
    public void close() {
        source.close();
    }
}
