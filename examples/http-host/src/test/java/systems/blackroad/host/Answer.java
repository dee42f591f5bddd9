package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An HTTP answer with the checks that tests share. */
record Answer(HttpResponse<String> response) {

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    JsonNode json() {
        return Json.trusted(response.body());
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Asserts that this is a problem document of this status and code that tells nothing of the host's inside. */
    Answer isProblem(int status, String code) {
        assertThat(status()).as("status of %s", body()).isEqualTo(status);
        assertThat(header("Content-Type")).contains("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("code").textValue()).as(body()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
        assertThat(problem.path("type").textValue()).startsWith("urn:blackroad:problem:");
        assertThat(body())
                .doesNotContain("Exception:", "Caused by", "\tat ", "systems.blackroad", "java.", ".kt:", ".java:");
        return this;
    }
}
