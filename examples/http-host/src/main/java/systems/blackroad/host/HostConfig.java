package systems.blackroad.host;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the environment says, validated once at start. Immutable; its text form shows no secret.
 *
 * @param environment {@code development}, {@code test}, {@code staging} or {@code production}
 * @param web where the host listens and who may call it from another origin
 * @param data where sessions, jobs and users are kept
 * @param secrets keys and the first administrator
 * @param jobs how the operator runs
 * @param limits the limits that are published and enforced
 * @param build what this build calls itself
 * @param links addresses and services that are only shown
 */
record HostConfig(
        String environment, Web web, Data data, Secrets secrets, Jobs jobs, Limits limits, Build build, Links links) {

    /** The fewest bytes of SECRET_KEY: as many as HS256 puts out. */
    static final int MIN_KEY_BYTES = 32;

    /** The fewest characters of ADMIN_PASSWORD. */
    static final int MIN_PASSWORD_LENGTH = 12;

    static final int MAX_PASSWORD_LENGTH = 256;

    /** Where the host listens; port 0 takes any free one. */
    record Web(String host, int port, Set<String> allowedOrigins) {}

    /** The storage and, if given, the Redis that keeps the sessions instead. */
    record Data(DatabaseUrl database, @Nullable String redisUrl) {
        @Override
        public String toString() {
            return "Data[" + database + ", redis " + (redisUrl == null ? "unset" : "set") + "]";
        }
    }

    /** Keys and the first administrator; never printed. */
    record Secrets(
            @Nullable String key,
            @Nullable String adminUsername,
            @Nullable String adminPassword) {
        @Override
        public String toString() {
            return "Secrets[hidden]";
        }
    }

    /** How the operator runs. */
    record Jobs(Duration interval, int maxConcurrent, Duration timeout, String nodeName) {}

    /** What is published as limits. */
    record Limits(int sessionTimeoutMinutes, int maxOpenWindows) {}

    /** What this build calls itself. */
    record Build(String version, String gitSha, @Nullable Instant timestamp) {}

    /** The consoles' addresses, and which outside services have a key. */
    record Links(String coreApi, String publicApi, String prism, Map<String, Boolean> external) {

        Links {
            external = Map.copyOf(external);
        }
    }

    /**
     * The configuration that {@code variables} describe.
     *
     * @throws IllegalArgumentException naming every variable that is missing or invalid and what it must be
     */
    static HostConfig of(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        String environment = settings.oneOf("ENVIRONMENT", List.of("development", "test", "staging", "production"));
        boolean production = environment.equals("production");
        HostConfig config = new HostConfig(
                environment,
                web(settings, production),
                new Data(DatabaseUrl.of(settings), redis(settings)),
                secrets(settings, production),
                jobs(settings),
                new Limits(
                        settings.integer("SESSION_TIMEOUT_MINUTES", 60, 1, 525_600),
                        settings.integer("MAX_OPEN_WINDOWS", 20, 1, 1000)),
                build(settings),
                links(settings));
        settings.oneOf("LOG_LEVEL", List.of("INFO", "TRACE", "DEBUG", "WARN", "ERROR"));
        settings.oneOf("LOG_FORMAT", List.of("text", "json"));
        settings.finish();
        return config;
    }

    /** Whether this is a production host, which takes no shortcuts. */
    boolean isProduction() {
        return environment.equals("production");
    }

    /** Whether this is a developer's own host, which signs in guests and prints a sign-in link. */
    boolean isDevelopment() {
        return environment.equals("development") || environment.equals("test");
    }

    private static Web web(Settings settings, boolean production) {
        List<String> origins = new ArrayList<>();
        for (String origin : settings.text("ALLOWED_ORIGINS", "").split(",", -1)) {
            if (!origin.isBlank()) {
                origins.add(origin.strip());
            }
        }
        if (!origins.stream().allMatch(HostConfig::isOrigin)) {
            settings.complain(
                    "ALLOWED_ORIGINS",
                    "origins such as https://os.example.org, separated by commas, without path or *");
        }
        return new Web(
                settings.text("HOST", production ? "0.0.0.0" : "127.0.0.1"),
                settings.integer("PORT", 8000, 0, 65_535),
                Set.copyOf(origins));
    }

    /** Whether {@code text} is an origin exactly as browsers send it. */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && text.equals(text.toLowerCase(Locale.ROOT))
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable String redis(Settings settings) {
        String url = settings.text("REDIS_URL");
        if (url != null && !url.startsWith("redis://") && !url.startsWith("rediss://")) {
            settings.complain("REDIS_URL", "a URL that starts with redis:// or rediss://");
        }
        return url;
    }

    private static Secrets secrets(Settings settings, boolean production) {
        String key = settings.text("SECRET_KEY");
        String username = settings.text("ADMIN_USERNAME");
        String password = settings.text("ADMIN_PASSWORD");
        boolean keyMissing = key == null && production;
        if (keyMissing || (key != null && !isStrongKey(key))) {
            settings.complain(
                    "SECRET_KEY",
                    "at least " + MIN_KEY_BYTES + " random bytes" + (production ? " when ENVIRONMENT=production" : "")
                            + ", for example from: openssl rand -base64 32");
        }
        if ((username == null && production) || (username != null && !Users.isUsername(username))) {
            settings.complain(
                    "ADMIN_USERNAME", Users.USERNAME_FORM + (production ? " when ENVIRONMENT=production" : ""));
        }
        if ((password == null && production)
                || (password != null
                        && (password.length() < MIN_PASSWORD_LENGTH || password.length() > MAX_PASSWORD_LENGTH))) {
            settings.complain(
                    "ADMIN_PASSWORD",
                    MIN_PASSWORD_LENGTH + " to " + MAX_PASSWORD_LENGTH + " characters"
                            + (production ? " when ENVIRONMENT=production" : ""));
        }
        if (password != null && username == null && !production) {
            settings.complain("ADMIN_USERNAME", "set together with ADMIN_PASSWORD");
        }
        return new Secrets(key, username, password);
    }

    /** Whether a key is long enough and not one character or word over and over. */
    private static boolean isStrongKey(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length >= MIN_KEY_BYTES
                && key.chars().distinct().count() >= 10;
    }

    private static Jobs jobs(Settings settings) {
        String name = settings.text("HOSTNAME", "localhost");
        return new Jobs(
                Duration.ofSeconds(settings.integer("SCHEDULER_INTERVAL_SECONDS", 1, 1, 60)),
                settings.integer("MAX_CONCURRENT_JOBS", 5, 1, 1000),
                Duration.ofSeconds(settings.integer("JOB_TIMEOUT_SECONDS", 300, 1, 86_400)),
                name.substring(0, Math.min(128, name.length())));
    }

    private static Build build(Settings settings) {
        String sha = settings.text("GIT_SHA", "development");
        if (!sha.equals("development") && !sha.matches("[0-9a-fA-F]{7,64}")) {
            settings.complain("GIT_SHA", "7 to 64 hexadecimal digits");
        }
        Instant timestamp = null;
        String built = settings.text("BUILD_TIMESTAMP");
        if (built != null) {
            try {
                timestamp = Instant.parse(built);
            } catch (DateTimeParseException e) {
                settings.complain("BUILD_TIMESTAMP", "an instant such as 2026-11-23T21:04:05Z, got '" + built + "'");
            }
        }
        String version = HostConfig.class.getPackage().getImplementationVersion();
        return new Build(
                version == null ? "0.1.0-SNAPSHOT" : version,
                sha.equals("development") ? sha : sha.substring(0, Math.min(8, sha.length())),
                timestamp);
    }

    private static Links links(Settings settings) {
        Map<String, Boolean> external = new LinkedHashMap<>();
        external.put("github_integration", settings.text("GITHUB_TOKEN") != null);
        external.put("stripe_enabled", settings.text("STRIPE_SECRET_KEY") != null);
        external.put("openai_enabled", settings.text("OPENAI_API_KEY") != null);
        external.put("sentry_enabled", settings.text("SENTRY_DSN") != null);
        return new Links(
                link(settings, "PRISM_CORE_API_URL"),
                link(settings, "PRISM_PUBLIC_API_URL"),
                link(settings, "PRISM_CONSOLE_URL"),
                external);
    }

    private static String link(Settings settings, String name) {
        String url = settings.text(name, "");
        if (!url.isEmpty() && !url.startsWith("http://") && !url.startsWith("https://")) {
            settings.complain(name, "a URL that starts with http:// or https://");
        }
        return url;
    }
}
