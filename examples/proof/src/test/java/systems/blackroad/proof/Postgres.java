package systems.blackroad.proof;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A real PostgreSQL for tests: the one that {@code BLACKROAD_TEST_POSTGRESQL_URL} names, else a process of the binary that
 * comes as a test dependency, which syncs every commit. Started at first use, stopped with the JVM.
 */
final class Postgres {

    private static final String VARIABLE = "BLACKROAD_TEST_POSTGRESQL_URL";

    private Postgres() {}

    /** A JDBC URL with user and password. */
    static String url() {
        return Shared.URL;
    }

    private static final class Shared {

        static final String URL = create();

        private static String create() {
            String url = System.getenv(VARIABLE);
            if (url != null) {
                return url;
            }
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                return server.getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot be started here; set " + VARIABLE, e);
            }
        }
    }
}
