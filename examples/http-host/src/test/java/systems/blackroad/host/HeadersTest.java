package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Headers of answers, cross-origin calls, static files. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class HeadersTest {

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = TestHost.start("memory:", "ALLOWED_ORIGINS", "https://os.example.org");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void every_answer_has_the_security_headers() {
        for (Answer answer : new Answer[] {
            host.get("/", null),
            host.get("/prism/", null),
            host.get("/health", null),
            host.get("/no/such/path", null),
            host.get("/api/auth/me", null),
            host.post("/api/auth/login", null, "{"),
            host.send("PUT", "/api/auth/login", null, "{}"),
            host.get("/health", null, "X-Large", "x".repeat(20_000))
        }) {
            assertThat(answer.header("Content-Security-Policy").orElse(""))
                    .as("%s of %s", answer.status(), answer.response().uri())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void data_is_never_cached() {
        assertThat(host.get("/health", null).header("Cache-Control")).contains("no-store");
        assertThat(host.get("/api/auth/me", null).header("Cache-Control")).contains("no-store");
    }

    @Test
    void only_a_listed_origin_may_read_answers() {
        assertThat(host.get("/health", null, "Origin", "https://os.example.org").header("Access-Control-Allow-Origin"))
                .contains("https://os.example.org");
        for (String origin : new String[] {
            "https://os.example.org.evil.example",
            "https://evil-os.example.org",
            "http://os.example.org",
            "https://os.example.org:8443",
            "https://OS.example.org",
            "https://x@os.example.org",
            "null"
        }) {
            Answer answer = host.get("/health", null, "Origin", origin);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
            assertThat(answer.header("Vary")).contains("Origin");
        }
    }

    @Test
    void a_preflight_is_answered_without_a_token() {
        Answer answer = host.send(
                "OPTIONS",
                "/api/sessions",
                null,
                null,
                "Origin",
                "https://os.example.org",
                "Access-Control-Request-Method",
                "POST");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Headers").orElse("")).contains("Authorization");
    }

    @Test
    void the_pages_are_served_with_an_etag_and_nothing_else_is() {
        Answer page = host.get("/", null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).contains("text/html;charset=utf-8");
        String etag = page.header("ETag").orElseThrow();
        assertThat(host.get("/", null, "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(host.get("/index.html", null).body()).isEqualTo(page.body());
        assertThat(host.get("/core-os-client.js", null).header("Content-Type"))
                .contains("text/javascript;charset=utf-8");
    }

    @Test
    void no_path_leads_out_of_the_pages() throws IOException {
        for (String path : new String[] {
            "/../META-INF/MANIFEST.MF", "/..%2fMETA-INF/MANIFEST.MF", "/%2e%2e/META-INF/MANIFEST.MF",
                    "/%252e%252e/META-INF/MANIFEST.MF", "/..\\META-INF/MANIFEST.MF",
            "/static/index.html", "/prism/../../META-INF/MANIFEST.MF", "/%00", "//etc/passwd", "/index.html%00.js",
            "/prism%2findex.html", "/..;/META-INF/MANIFEST.MF", "/%c0%ae%c0%ae/META-INF/MANIFEST.MF",
                    "/systems/blackroad/host/Host.class"
        }) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404) .*");
            assertThat(answer).as(path).contains("application/problem+json", "nosniff");
            assertThat(answer).as(path).doesNotContain("<html", "Exception", "\tat ");
        }
    }

    @Test
    void what_is_no_http_is_refused_without_a_trace_of_the_inside() throws IOException {
        for (String request : new String[] {
            "NONSENSE\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"
        }) {
            String answer = raw(request);
            assertThat(answer)
                    .as(request)
                    .matches("(?s)HTTP/1.1 (4..|505) .*application/problem.json.*")
                    .doesNotContain("<html", "Exception", "\tat ");
        }
    }

    @Test
    void a_refusal_after_which_the_server_closes_says_so() throws IOException {
        String answer = raw("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("\r\nConnection: close\r\n");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), host.host().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
