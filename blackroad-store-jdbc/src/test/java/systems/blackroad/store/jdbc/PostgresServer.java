package systems.blackroad.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of this JVM's tests: the one that system property {@code blackroad.test.postgresql} or environment
 * variable {@code BLACKROAD_TEST_POSTGRESQL} names by a JDBC URL, else an embedded one, started once with durable settings.
 */
final class PostgresServer {

    private static @Nullable String url;

    private PostgresServer() {}

    /** A URL with user and password in it. */
    static synchronized String url() {
        if (url == null) {
            String given = System.getProperty(
                    "blackroad.test.postgresql", System.getenv().getOrDefault("BLACKROAD_TEST_POSTGRESQL", ""));
            url = given.isEmpty() ? embedded("on").getJdbcUrl("postgres", "postgres") : given;
        }
        return url;
    }

    /** A server of its own, stopped with the JVM at the latest. */
    static EmbeddedPostgres embedded(String fsync) {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", fsync)
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new AssertionError(
                    "no PostgreSQL to test with: the embedded one does not start here; set the system property"
                            + " blackroad.test.postgresql to the JDBC URL of a server whose user may create tables",
                    e);
        }
    }
}
