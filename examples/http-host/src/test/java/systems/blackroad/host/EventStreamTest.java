package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event streams over real HTTP: first frame, order, resuming, heartbeats, ends. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class EventStreamTest {

    /** Where the hosts of these tests keep their data. */
    TestStore store() {
        return TestStore.MEMORY;
    }

    @Test
    void a_stream_begins_with_a_snapshot_and_continues_with_events() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                HttpHeaders headers = stream.response().headers();
                assertThat(stream.response().statusCode()).isEqualTo(200);
                assertThat(headers.firstValue("content-type").orElse("")).startsWith("text/event-stream");
                assertThat(headers.allValues("x-accel-buffering")).containsExactly("no");
                assertThat(headers.allValues("cache-control")).containsExactly("no-store");
                EventStream.Frame first = stream.next();
                assertThat(first.name()).isEqualTo("snapshot");
                assertThat(first.json().path("state").path("revision").longValue())
                        .isEqualTo(1);
                host.openWindow(token, session, "notes");
                EventStream.Frame event = stream.next();
                assertThat(event.name()).isEqualTo("event");
                assertThat(event.json().path("type").textValue()).isEqualTo("window_opened");
                assertThat(event.id()).endsWith(":2");
            }
        }
    }

    @Test
    void a_stream_resumes_after_the_last_seen_id_without_gap_or_repeat() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            String seen;
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                host.openWindow(token, session, "one");
                seen = stream.next().id();
            }
            for (int i = 0; i < 5; i++) {
                host.openWindow(token, session, "while-away-" + i);
            }
            try (EventStream stream = host.events(token, session, seen)) {
                EventStream.Frame first = stream.next();
                assertThat(first.name()).isEqualTo("resumed");
                assertThat(first.id()).isEqualTo(seen);
                List<Long> revisions = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    revisions.add(stream.next().json().path("revision").longValue());
                }
                assertThat(revisions).containsExactly(3L, 4L, 5L, 6L, 7L);
                host.openWindow(token, session, "live-again");
                assertThat(stream.next().json().path("revision").longValue()).isEqualTo(8);
            }
        }
    }

    @Test
    void an_id_of_another_epoch_gets_a_snapshot_and_nonsense_is_refused() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            try (EventStream stream = host.events(token, session, "another-epoch:1")) {
                EventStream.Frame first = stream.next();
                assertThat(first.name()).isEqualTo("snapshot");
                assertThat(first.json().path("reason").textValue()).isEqualTo("epoch");
            }
            host.get("/api/sessions/" + session + "/events?last_event_id=nonsense", token)
                    .isProblem(422, "INVALID_VALUE");
        }
    }

    @Test
    void a_quiet_stream_is_kept_alive_by_comments() {
        try (TestHost host = store().start(TestHost.beatingByHand())) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                // The list of viewers is the last that comes by itself.
                stream.nextPresence();
                for (int i = 0; i < 3; i++) {
                    host.host().streams().beat();
                    assertThat(stream.nextOrComment().name()).isEqualTo("comment");
                }
            }
        }
    }

    @Test
    void a_stream_ends_when_its_session_ends() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                assertThat(host.send("DELETE", "/api/sessions/" + session, token, null)
                                .status())
                        .isEqualTo(204);
                assertThat(stream.next().json().path("type").textValue()).isEqualTo("session_ended");
                EventStream.Frame last = stream.next();
                assertThat(last.name()).isEqualTo("closed");
                assertThat(last.json().path("code").textValue()).isEqualTo("SESSION_ENDED");
                assertThat(stream.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void a_stream_ends_when_its_user_signs_out() {
        try (TestHost host = store().start()) {
            Answer signIn = host.signInAnswer("ada", Role.USER);
            String token = signIn.json().path("access_token").textValue();
            String session = host.openSession(token);
            try (EventStream stream = host.events(token, session, null)) {
                stream.next();
                String refresh = signIn.json().path("refresh_token").textValue();
                host.post("/api/auth/logout", null, "{\"refresh_token\":\"" + refresh + "\"}");
                assertThat(stream.next().json().path("code").textValue()).isEqualTo("SIGNED_OUT");
                assertThat(stream.isAtEnd()).isTrue();
                host.get("/api/auth/me", token).isProblem(401, "UNAUTHENTICATED");
            }
        }
    }

    @Test
    void streams_are_told_when_the_host_stops() {
        TestHost host = store().start();
        String token = host.signIn("ada", Role.USER);
        try (EventStream stream = host.events(token, host.openSession(token), null)) {
            stream.next();
            host.close();
            EventStream.Frame last = stream.next();
            assertThat(last.name()).isEqualTo("closed");
            assertThat(last.json().path("code").textValue()).isEqualTo("SHUTTING_DOWN");
            assertThat(stream.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_user_may_have_only_so_many_streams() {
        try (TestHost host = store().start()) {
            String token = host.signIn("ada", Role.USER);
            String session = host.openSession(token);
            List<EventStream> open = new ArrayList<>();
            try {
                for (int i = 0; i < 32; i++) {
                    EventStream stream = host.events(token, session, null);
                    open.add(stream);
                    assertThat(stream.next().name()).isEqualTo("snapshot");
                }
                host.get("/api/sessions/" + session + "/events", token).isProblem(429, "RATE_LIMITED");
            } finally {
                open.forEach(EventStream::close);
            }
        }
    }
}
