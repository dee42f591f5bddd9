package systems.blackroad.host;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of the desktop and the console: a fixed map from path to bytes, filled once at start from the folder {@code
 * static} beside the classes. No request names a file. Thread-safe.
 */
final class StaticFiles {

    private static final String FOLDER = "static/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "webmanifest", "application/manifest+json");

    private final Map<String, File> files;

    private StaticFiles(Map<String, File> files) {
        this.files = files;
    }

    private record File(byte[] bytes, String type, String etag) {}

    static StaticFiles load() {
        Map<String, File> files = new TreeMap<>();
        URL anchor = StaticFiles.class.getClassLoader().getResource(FOLDER + "index.html");
        if (anchor == null) {
            throw new IllegalStateException("the folder " + FOLDER + " with the pages is not on the class path");
        }
        try {
            for (String name : names(anchor)) {
                try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
                    if (in != null) {
                        files.put("/" + name, file(name, in.readAllBytes()));
                    }
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the pages in " + FOLDER + " cannot be read", e);
        }
        return new StaticFiles(Collections.unmodifiableMap(files));
    }

    /** One route for each file; a folder's own path answers its index.html. */
    void install(RoutesConfig routes) {
        files.forEach((path, file) -> {
            routes.get(path, ctx -> serve(ctx, file), Role.ANYONE);
            if (path.endsWith("/index.html")) {
                String folder = path.substring(0, path.length() - "index.html".length());
                routes.get(folder, ctx -> serve(ctx, file), Role.ANYONE);
            }
        });
        // Relative links of the console need the slash.
        routes.get("/prism", StaticFiles::toPrism, Role.ANYONE);
    }

    private static void toPrism(Context ctx) {
        ctx.redirect("/prism/");
    }

    private static void serve(Context ctx, File file) {
        ctx.header("ETag", file.etag());
        ctx.header("Cache-Control", "no-cache");
        if (file.etag().equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(file.type()).result(file.bytes());
        }
    }

    private static File file(String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("the page file " + name + " has no known type; known: " + TYPES.keySet());
        }
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(SignIns.sha256(bytes));
        return new File(bytes, type, '"' + hash.substring(0, 27) + '"');
    }

    private static List<String> names(URL anchor) throws IOException, URISyntaxException {
        if (anchor.getProtocol().equals("jar")) {
            JarURLConnection connection = (JarURLConnection) anchor.openConnection();
            try (JarFile jar =
                    new JarFile(Path.of(connection.getJarFileURL().toURI()).toFile())) {
                return jar.stream()
                        .filter(entry -> !entry.isDirectory())
                        .map(JarEntry::getName)
                        .filter(name -> name.startsWith(FOLDER))
                        .map(name -> name.substring(FOLDER.length()))
                        .collect(Collectors.toList());
            }
        }
        Path folder = Objects.requireNonNull(Path.of(new URI(anchor.toString())).getParent(), "folder");
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .collect(Collectors.toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
