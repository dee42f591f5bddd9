package systems.blackroad.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.ReadLimits;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.window.AppId;
import systems.blackroad.core.OsJson;

/** What the host says of itself, and the caller's own desktop in short. Thread-safe. */
final class SystemRoutes {

    private static final String NAME = "BlackRoad OS";
    private static final int MAX_TEXT = 65_536;
    /** The fields that the caller's OS state has beside those of a state. */
    private static final List<String> ADDED =
            List.of("epoch", "uptime_seconds", "active_windows", "running_apps", "system_resources");

    private final HostConfig config;
    private final Health health;
    private final OsRuntime runtime;
    private final Desktops desktops;
    private final InstantSource clock;
    private final Instant started;

    SystemRoutes(HostConfig config, Health health, OsRuntime runtime, Desktops desktops, InstantSource clock) {
        this.config = config;
        this.health = health;
        this.runtime = runtime;
        this.desktops = desktops;
        this.clock = clock;
        this.started = clock.instant();
    }

    void install(RoutesConfig routes) {
        routes.get("/health", this::health, Role.ANYONE);
        routes.get("/health/live", ctx -> Json.answer(ctx, 200, Json.object().put("status", "live")), Role.ANYONE);
        routes.get("/health/ready", this::ready, Role.ANYONE);
        routes.get("/version", this::version, Role.ANYONE);
        routes.get("/api/system/version", this::version, Role.ANYONE);
        routes.get("/api/system/config/public", this::publicConfig, Role.ANYONE);
        routes.get("/api/system/os/state", this::osState, Role.USER);
        routes.post("/api/system/os/state", this::bringIn, Role.USER);
        routes.post("/api/system/windows", this::openWindow, Role.USER);
        routes.get("/api/system/prism/config", this::prismConfig, Role.VIEWER);
    }

    private void health(Context ctx) {
        boolean up = health.isStorageUp();
        Json.answer(ctx, up ? 200 : 503, health.document(up));
    }

    private void ready(Context ctx) {
        boolean ready = health.isReady();
        Json.answer(ctx, ready ? 200 : 503, Json.object().put("status", ready ? "ready" : "not ready"));
    }

    private void version(Context ctx) {
        Instant built = config.build().timestamp();
        Json.answer(
                ctx,
                200,
                Json.object()
                        .put("version", config.build().version())
                        .put("build_time", Json.instant(built == null ? started : built))
                        .put("env", config.environment())
                        .put("git_sha", config.build().gitSha())
                        .put("app_name", NAME));
    }

    private void publicConfig(Context ctx) {
        ObjectNode json = Json.object()
                .put("environment", config.environment())
                .put("app_name", NAME)
                .put("version", config.build().version());
        json.putObject("features")
                .put("blockchain_enabled", false)
                .put("ai_agents_enabled", false)
                .put("video_streaming_enabled", false)
                .put("gaming_enabled", false)
                .put("social_enabled", false)
                .put("guest", config.isDevelopment());
        json.putObject("limits")
                .put("max_upload_size_mb", ReadLimits.MAX_DOCUMENT_BYTES / 1_048_576)
                .put("session_timeout_minutes", config.limits().sessionTimeoutMinutes())
                .put("max_open_windows", config.limits().maxOpenWindows());
        ObjectNode external = json.putObject("external_services");
        config.links().external().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> external.put(entry.getKey(), entry.getValue()));
        Json.answer(ctx, 200, json);
    }

    private void osState(Context ctx) {
        answer(ctx, desktops.current(ctx.queryParam("session"), AccessControl.caller(ctx)));
    }

    /**
     * Brings a client's state document in, whole or not at all: what it asks for becomes one list of commands, made for the
     * revision that it was compared with. What {@link #osState} adds to a state may stand in it and is not read.
     */
    private void bringIn(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        ObjectNode document = Json.object(Body.bytes(ctx));
        document.remove(ADDED);
        OsState wanted = OsJson.readState(new String(Json.bytes(document), StandardCharsets.UTF_8));
        SessionHead head = desktops.current(ctx.queryParam("session"), caller);
        OsState now = runtime.requireState(head.id());
        List<OsCommand> commands = StateImport.commands(now, wanted);
        if (!commands.isEmpty()) {
            CommandId id = new CommandId(ClientId.of(UUID.randomUUID().toString()), 1);
            requireTaken(
                    runtime.execute(head.id(), new CommandRequest(caller.actor(), id, commands, now.revision(), null)));
        }
        answer(ctx, head);
    }

    private void answer(Context ctx, SessionHead head) {
        OsState state = runtime.requireState(head.id());
        ObjectNode json = (ObjectNode) Json.trusted(OsJson.state(state));
        json.put("epoch", head.epoch());
        json.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
        ArrayNode active = json.putArray("active_windows");
        state.windows().stream()
                .filter(window -> state.isVisible(window.id()))
                .forEach(window -> active.add(window.id().value()));
        ArrayNode running = json.putArray("running_apps");
        state.windows().stream()
                .map(window -> window.appId().value())
                .distinct()
                .sorted()
                .forEach(running::add);
        json.set("system_resources", resources());
        Json.answer(ctx, 200, json);
    }

    private void openWindow(Context ctx) {
        Caller caller = AccessControl.caller(ctx);
        Body body = Body.of(ctx, "app_id", "title");
        String app = body.requireText("app_id", MAX_TEXT);
        AppId appId = Body.value("app_id", () -> AppId.of(app));
        OpenWindow command = new OpenWindow(appId, body.text("title", MAX_TEXT), Map.of());
        SessionHead head = desktops.current(ctx.queryParam("session"), caller);
        OsSession session = runtime.attach(head.id(), caller.actor());
        CommandOutcome outcome = session.execute(command);
        requireTaken(outcome);
        JsonNode window = opened(outcome);
        if (window == null) {
            throw new IllegalStateException("opening a window in session " + head.id() + " opened none");
        }
        Json.answer(ctx, 201, window);
    }

    private static void requireTaken(CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Rejected) {
            CommandOutcome.Rejected rejected = (CommandOutcome.Rejected) outcome;
            throw Problem.of(rejected.code(), rejected.message()).exception();
        }
    }

    /** The window that an outcome opened, as the event tells it. */
    private static @Nullable JsonNode opened(CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Applied) {
            for (RecordedEvent event : ((CommandOutcome.Applied) outcome).events()) {
                if (event.event() instanceof WindowEvent.WindowOpened) {
                    return Json.trusted(OsJson.event(event)).path("data").path("window");
                }
            }
        }
        return null;
    }

    private void prismConfig(Context ctx) {
        ObjectNode json = Json.object().put("environment", config.environment());
        ArrayNode services = json.putArray("services");
        service(services, "core-api", config.links().coreApi());
        service(services, "public-api", config.links().publicApi());
        service(services, "prism-console", config.links().prism());
        Json.answer(ctx, 200, json);
    }

    private static void service(ArrayNode services, String name, String url) {
        services.addObject()
                .put("name", name)
                .put("url", url)
                .put("health_path", "/health")
                .put("version_path", "/version");
    }

    /** The machine's own figures; null where it does not tell. */
    private static ObjectNode resources() {
        ObjectNode json = Json.object();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean) {
            OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long total = machine.getTotalMemorySize();
            json.put("memory_usage_percent", percent(total - machine.getFreeMemorySize(), total));
            json.put("cpu_usage_percent", percent(machine.getCpuLoad(), 1));
        }
        return json;
    }

    private static @Nullable Double percent(double part, double whole) {
        return whole <= 0 || part < 0 || Double.isNaN(part) ? null : Math.round(part / whole * 1000) / 10.0;
    }
}
