package systems.blackroad.host;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import systems.blackroad.api.codec.ReadLimits;

/** How the HTTP server is set up: its limits, and that whatever it refuses by itself is a problem document too. */
final class HttpServer {

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int IDLE_MILLIS = 30_000;
    private static final int MAX_THREADS = 64;

    private static final String JETTY_PADDING = "org.eclipse.jetty.util.referencesPerCacheLine";

    static {
        // Unless it is told, Jetty starts the JMX server, some 170 classes, to find out. 16 references of 4 bytes are a
        // cache line of 64 bytes; where references have 8 bytes it only pads more than it must.
        if (System.getProperty(JETTY_PADDING) == null) {
            System.setProperty(JETTY_PADDING, "16");
        }
    }

    private HttpServer() {}

    /**
     * A server, not yet started, with the handlers that {@code routes} adds; a stop waits {@code patience} for what it
     * still serves.
     */
    static Javalin create(HostConfig.Web web, Duration patience, Consumer<JavalinConfig> routes) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.generateEtags = false;
            config.http.maxRequestSize = ReadLimits.MAX_DOCUMENT_BYTES;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.host = web.host();
            config.jetty.port = web.port();
            QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 8);
            threads.setName("blackroad-http");
            config.jetty.threadPool = threads;
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(HEADER_BYTES);
            });
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(new ProblemErrors());
                server.setStopTimeout(patience.toMillis());
            });
            config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new ProblemErrors()));
            routes.accept(config);
        });
    }

    /**
     * Has the server's classes loaded, a thousand or so, while the storage opens on another core; a third of the start's
     * work. What it makes is thrown away, and a failure here would show again at the start itself.
     */
    static void warmUp() {
        Javalin unused = create(new HostConfig.Web("127.0.0.1", 0, Set.of()), Duration.ZERO, config -> {});
        unused.jettyServer()
                .server()
                .addConnector(new ServerConnector(unused.jettyServer().server()));
    }

    /** Bounds how long a silent connection may stay open. */
    static void boundIdleTime(Javalin server) {
        for (Connector connector : server.jettyServer().server().getConnectors()) {
            if (connector instanceof ServerConnector) {
                ((ServerConnector) connector).setIdleTimeout(IDLE_MILLIS);
            }
        }
    }

    /** Answers what never reaches a route: requests that are no HTTP, headers that are too large. */
    private static final class ProblemErrors extends ErrorHandler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            byte[] body = Json.bytes(Problem.of(status, Problems.name(status), Problems.text(status))
                    .json());
            SecurityHeaders.each((name, value) -> response.getHeaders().put(name, value));
            response.getHeaders().put("Content-Type", "application/problem+json");
            // The server closes after such a request; a client that is not told would send its next one in vain.
            response.getHeaders().put("Connection", "close");
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
