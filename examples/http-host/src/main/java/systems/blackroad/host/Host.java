package systems.blackroad.host;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.core.BlackRoad;
import systems.blackroad.core.PublicTokens;
import systems.blackroad.operator.BlackRoadJobs;
import systems.blackroad.operator.OperatorBuilder;

/**
 * The example host: opens the storage, runs the session runtime and the job operator over it, and serves both by HTTP.
 * Started from {@link #main} with the environment's variables; stopped by SIGTERM, Ctrl-C or {@link #close}.
 */
public final class Host implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final HostConfig config;
    private final List<String> announcements = new ArrayList<>();
    private final Javalin server;
    private final StreamHub streams;
    private final Operator operator;
    private final Users users;
    private final SignIns signIns;
    private final Shares shares;

    /**
     * What differs between a real host and one under test.
     *
     * @param clock for tokens and tickets
     * @param ticker nanoseconds for the limits of sign-ins
     * @param patience how long the host waits
     * @param loginsPerAddress sign-ins a minute from one address
     * @param loginsPerUser sign-ins a minute for one user name
     * @param runsJobs whether the operator works by itself, or only when a test tells it to
     */
    record Tuning(
            InstantSource clock,
            LongSupplier ticker,
            Patience patience,
            int loginsPerAddress,
            int loginsPerUser,
            boolean runsJobs) {
        static final Tuning REAL = new Tuning(InstantSource.system(), System::nanoTime, Patience.REAL, 30, 10, true);
    }

    /**
     * How long the host waits.
     *
     * @param heartbeat from one heartbeat of the event streams to the next
     * @param call for an answer of the storage, or a connection to the host's own tables
     * @param stop for the requests that the server still serves when it stops
     */
    record Patience(Duration heartbeat, Duration call, Duration stop) {
        static final Patience REAL = new Patience(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(3));
    }

    /** A part with its name for the log. */
    private record Part(String name, AutoCloseable closer) {}

    private Host(HostConfig config, Tuning tuning) {
        this.config = config;
        try {
            CompletableFuture<Void> warm = CompletableFuture.runAsync(HttpServer::warmUp);
            SecureRandom random = new SecureRandom();
            byte[] key = SecretKeys.load(config, random);
            Storage storage =
                    opened("storage", openStorage(config, tuning.patience().call()));
            HostDatabase database = opened(
                    "host tables",
                    HostDatabase.open(
                            config.data().database(), tuning.patience().call()));
            OsRuntime runtime = opened(
                    "runtime",
                    BlackRoad.runtime(storage)
                            .limits(limits(config))
                            .terms(terms(config))
                            .build());
            this.users = new Users(database, new Passwords(), tuning.clock(), random);
            this.signIns = new SignIns(database, key, tuning.clock(), random);
            Health health = new Health(storage, config, tuning.clock(), System::nanoTime);
            AtomicReference<Operator> later = new AtomicReference<>();
            HostJobs jobs = new HostJobs(
                    health,
                    new AgentRegistry(database, later::get, tuning.clock()),
                    config.jobs().timeout());
            this.operator = opened("operator", operator(config, storage, jobs));
            later.set(operator);
            AccessTokens tokens = new AccessTokens(key, tuning.clock());
            PublicTokens publicTokens = PublicTokens.of(
                    SignIns.sha256("public tokens\n" + Base64.getEncoder().encodeToString(key)), random);
            AccessControl access = new AccessControl(tokens, signIns);
            this.shares = new Shares(database, tuning.clock());
            Desktops desktops = new Desktops(runtime);
            this.streams = new StreamHub(
                    runtime,
                    access,
                    desktops,
                    shares,
                    tuning.clock(),
                    tuning.patience().heartbeat());
            warm.join();
            this.server = HttpServer.create(config.web(), tuning.patience().stop(), javalin -> {
                javalin.routes.before(new SecurityHeaders(config.web().allowedOrigins())::apply);
                javalin.routes.beforeMatched(access::check);
                Problems.install(javalin);
                addRoutes(javalin.routes, new Open(runtime, desktops, health, tokens, publicTokens), tuning);
                StaticFiles.load().install(javalin.routes);
            });
            jobs.schedule(operator);
            serve(health, tuning);
            announce(storage);
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /** What the routes need of what the constructor opened. */
    private record Open(
            OsRuntime runtime, Desktops desktops, Health health, AccessTokens tokens, PublicTokens publicTokens) {}

    private void addRoutes(RoutesConfig routes, Open open, Tuning tuning) {
        Desktops desktops = open.desktops();
        LoginLimits logins = new LoginLimits(tuning.loginsPerAddress(), tuning.loginsPerUser(), tuning.ticker());
        new SystemRoutes(config, open.health(), open.runtime(), desktops, tuning.clock()).install(routes);
        new AuthRoutes(users, signIns, open.tokens(), logins, streams, config.isDevelopment()).install(routes);
        new UserRoutes(users, signIns, streams).install(routes);
        new SessionRoutes(open.runtime(), desktops, shares, streams).install(routes);
        new ShareRoutes(open.runtime(), open.publicTokens(), desktops, users, shares, streams).install(routes);
        new DesktopRoutes(open.runtime(), desktops).install(routes);
        new LiveRoutes(open.runtime(), desktops, shares).install(routes);
        new OperatorRoutes(operator, config.jobs().interval()).install(routes);
    }

    /** Begins to serve; what is opened last here is what a stop does first. */
    private void serve(Health health, Tuning tuning) {
        opened("http server", server::stop);
        opened("operator drain", () -> operator.drain(DRAIN_LIMIT));
        opened("event streams", streams);
        opened("readiness", health::drain);
        server.start();
        HttpServer.boundIdleTime(server);
        if (tuning.runsJobs()) {
            operator.start();
        }
    }

    /** Starts a host; nothing is left running if that fails. */
    static Host start(HostConfig config, Tuning tuning) {
        return new Host(config, tuning);
    }

    /**
     * Starts the host that the environment's variables describe and serves until the process is told to stop. An invalid
     * variable ends the process with status 2, another failure at start with status 1; both are told on standard error.
     */
    public static void main(String[] arguments) throws InterruptedException {
        Host host;
        try {
            host = start(HostConfig.of(System.getenv()), Tuning.REAL);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        } catch (RuntimeException e) {
            LOG.error("The host cannot start", e);
            System.exit(1);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            host.close();
                            stopped.countDown();
                        },
                        "blackroad-stop"));
        host.announcements().forEach(System.out::println);
        stopped.await();
    }

    /** The port that the host listens on. */
    int port() {
        return server.port();
    }

    /** What a person at the console wants to know: address, storage, sign-in link. */
    List<String> announcements() {
        return List.copyOf(announcements);
    }

    Javalin server() {
        return server;
    }

    Operator operator() {
        return operator;
    }

    Users users() {
        return users;
    }

    SignIns signIns() {
        return signIns;
    }

    StreamHub streams() {
        return streams;
    }

    /**
     * Stops in good order within ten seconds: tells the event streams, gives the jobs' leases back, then closes all parts,
     * the last opened first. Idempotent.
     */
    @Override
    public void close() {
        IllegalStateException failure = new IllegalStateException("the host did not stop in good order");
        closeAfter(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAfter(RuntimeException failure) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closer().close();
            } catch (Exception e) {
                LOG.warn("The part '{}' did not stop in good order", part.name(), e);
                failure.addSuppressed(e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    private static Storage openStorage(HostConfig config, Duration callTimeout) {
        DatabaseUrl url = config.data().database();
        if (url.isFile()) {
            try {
                Files.createDirectories(url.folder());
            } catch (IOException e) {
                throw new UncheckedIOException("the data folder " + url.folder() + " cannot be made", e);
            }
        }
        StorageOptions options =
                StorageOptions.builder().callTimeout(callTimeout).build();
        Storage jobs = Storages.open(url.storage(), options);
        String redis = config.data().redisUrl();
        if (redis == null) {
            return jobs;
        }
        try {
            return Storages.compose(Storages.open(redis, options), jobs);
        } catch (RuntimeException e) {
            jobs.close();
            throw e;
        }
    }

    private static SessionTerms terms(HostConfig config) {
        return new SessionTerms(Duration.ofMinutes(config.limits().sessionTimeoutMinutes()), null);
    }

    private static SessionLimits limits(HostConfig config) {
        return SessionLimits.builder()
                .maxWindows(config.limits().maxOpenWindows())
                .build();
    }

    private static Operator operator(HostConfig config, Storage storage, HostJobs jobs) {
        OperatorBuilder operator = BlackRoadJobs.operator(storage);
        jobs.types().forEach(operator::register);
        return operator.maxConcurrentJobs(config.jobs().maxConcurrent())
                .pollInterval(config.jobs().interval())
                .host(config.jobs().nodeName())
                .build();
    }

    private void announce(Storage storage) {
        String address = "http://" + shownHost() + ":" + server.port() + "/";
        announcements.add("BlackRoad OS " + config.build().version() + " listens on " + address + " ("
                + config.environment() + ", " + config.web().host() + ")");
        for (Face face : storage.faces()) {
            announcements.add("  " + face.name() + " in " + face.kind() + ", durability " + face.durability()
                    + (face.declared() ? " (declared)" : ""));
        }
        String named = config.secrets().adminUsername();
        User admin = users.createIfAbsent(
                named == null ? "admin" : named,
                "Administrator",
                Role.ADMIN,
                config.secrets().adminPassword());
        if (config.isDevelopment() && !users.hasPassword(admin)) {
            announcements.add("  sign in once within " + SignIns.TICKET_LIFETIME.toMinutes() + " minutes: " + address
                    + "#ticket=" + signIns.newTicket(admin));
        }
        LOG.info("Listening on {}", address);
    }

    private String shownHost() {
        String host = config.web().host();
        boolean local = host.equals("127.0.0.1") || host.equals("0.0.0.0") || host.equals("::1") || host.equals("::");
        return local ? "localhost" : host;
    }
}
