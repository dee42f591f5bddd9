package systems.blackroad.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for tests: the one that {@code BLACKROAD_TEST_POSTGRESQL_URL} names, else a server of this JVM's own.
 * Started at first use, stopped with the JVM.
 */
final class Postgres {

    private static final String VARIABLE = "BLACKROAD_TEST_POSTGRESQL_URL";

    private Postgres() {}

    /** A JDBC URL with user and password. */
    static String url() {
        String url = System.getenv(VARIABLE);
        return url == null ? Shared.SERVER.url() : url;
    }

    /** The server itself, or null if it is someone else's, which is not to be crashed. */
    static @Nullable Server server() {
        return System.getenv(VARIABLE) == null ? Shared.SERVER : null;
    }

    private static final class Shared {

        static final Server SERVER = create();

        private static Server create() {
            try {
                return PostgresServer.create();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot be started here; set " + VARIABLE, e);
            }
        }
    }
}
