package systems.blackroad.host;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What can keep a test host's data. Each host that is started on one begins empty; servers start at first use. */
enum TestStore {
    MEMORY("D0") {
        @Override
        List<String> variables() {
            return List.of();
        }
    },
    SQLITE("D2") {
        @Override
        List<String> variables() throws IOException {
            return List.of("DATABASE_URL", sqlite());
        }
    },
    POSTGRESQL("D2") {
        @Override
        List<String> variables() throws SQLException {
            // The signing key would lie beside the data, which is elsewhere.
            return List.of("DATABASE_URL", Postgres.newDatabase(), "SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe");
        }
    },
    /** Sessions in Redis, the rest in an embedded database. */
    REDIS("D2") {
        @Override
        List<String> variables() throws IOException {
            return List.of(
                    "DATABASE_URL", sqlite(), "REDIS_URL", RedisProcess.shared().newDatabase());
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String durability;

    TestStore(String durability) {
        this.durability = durability;
    }

    /** The class of durability that each face of it shows. */
    String durability() {
        return durability;
    }

    abstract List<String> variables() throws IOException, SQLException;

    /** Starts a host on new data, with these variables too. */
    TestHost start(String... variables) {
        return start(TestHost.tuning(InstantSource.system()), variables);
    }

    TestHost start(Host.Tuning tuning, String... variables) {
        try {
            List<String> all = new ArrayList<>(variables());
            all.addAll(List.of(variables));
            return TestHost.start("memory:", tuning, all.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException("there is no place for test data", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the test server gives no database", e);
        }
    }

    private static String sqlite() throws IOException {
        return "jdbc:sqlite:" + Folder.PATH.resolve("host-" + NUMBER.incrementAndGet() + "/host.db");
    }

    /** Below the build's own folder, so that a clean build removes what hosts leave. */
    private static final class Folder {
        static final Path PATH = create();

        private static Path create() {
            try {
                return Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "hosts");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = create();

        static String newDatabase() throws SQLException {
            String name = "host" + NUMBER.incrementAndGet();
            try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return "postgresql://postgres@localhost:" + SERVER.getPort() + "/" + name;
        }

        private static EmbeddedPostgres create() {
            try {
                // The binary comes with all three off, as suits tests that need no durability.
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setPGStartupWait(TestHost.LONG.multipliedBy(2))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot be started here", e);
            }
        }
    }
}
