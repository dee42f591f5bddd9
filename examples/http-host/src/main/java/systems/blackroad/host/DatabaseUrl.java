package systems.blackroad.host;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * DATABASE_URL in the form that the storage understands. Its text form shows the kind only, for the rest may hold a
 * password.
 *
 * @param storage what {@code Storages.open} takes: {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code memory:}
 */
record DatabaseUrl(String storage) {

    private static final String EMBEDDED = "jdbc:sqlite:./data/blackroad.db";
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String FORM = "postgresql://user:password@host:5432/database, " + POSTGRESQL + "…, " + SQLITE
            + "<path of a file> or memory: (nothing survives the process)";

    static DatabaseUrl of(Settings settings) {
        String text = settings.text("DATABASE_URL", EMBEDDED);
        try {
            if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
                return new DatabaseUrl(jdbc(new URI(text)));
            }
            DatabaseUrl url = new DatabaseUrl(text);
            if (text.equals("memory:")
                    || text.startsWith(POSTGRESQL + "//")
                    || (url.isFile() && !url.file().toString().isBlank() && !text.contains(":memory:"))) {
                return url;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The message of the cause may hold the password, so only the form is told.
        }
        settings.complain("DATABASE_URL", FORM);
        return new DatabaseUrl("memory:");
    }

    /** Whether nothing outlives the process. */
    boolean isMemory() {
        return storage.equals("memory:");
    }

    /** Whether it is one file of this machine. */
    boolean isFile() {
        return storage.startsWith(SQLITE);
    }

    /** The file of an embedded database. */
    Path file() {
        String rest = storage.substring(SQLITE.length());
        int query = rest.indexOf('?');
        return Path.of(query < 0 ? rest : rest.substring(0, query));
    }

    /** The folder for what belongs beside the data: that of the file, or {@code ./data}. */
    Path folder() {
        Path parent = isFile() ? file().getParent() : Path.of("data");
        return parent == null ? Path.of(".") : parent;
    }

    private static String jdbc(URI uri) {
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("host or database is missing");
        }
        StringBuilder jdbc = new StringBuilder(POSTGRESQL + "//").append(uri.getHost());
        if (uri.getPort() >= 0) {
            jdbc.append(':').append(uri.getPort());
        }
        jdbc.append(uri.getRawPath());
        char separator = '?';
        if (uri.getRawQuery() != null) {
            jdbc.append('?').append(uri.getRawQuery());
            separator = '&';
        }
        String user = uri.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            jdbc.append(separator).append("user=").append(encoded(colon < 0 ? user : user.substring(0, colon)));
            if (colon >= 0) {
                jdbc.append("&password=").append(encoded(user.substring(colon + 1)));
            }
        }
        return jdbc.toString();
    }

    private static String encoded(@Nullable String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return isMemory() ? "memory" : isFile() ? "sqlite" : "postgresql";
    }
}
