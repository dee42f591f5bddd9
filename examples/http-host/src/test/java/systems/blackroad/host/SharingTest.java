package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session that its owner shows to another user, who watches and cannot act. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class SharingTest {

    @Test
    void one_with_whom_a_session_is_shared_watches_it_and_can_do_nothing_else() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String bob = host.signIn("bob", Role.USER);
            String session = host.openSession(ada);
            String path = "/api/sessions/" + session;
            host.get(path + "/events", bob).isProblem(404, "SESSION_NOT_FOUND");
            assertThat(share(host, ada, session, "bob").status()).isEqualTo(201);
            assertThat(share(host, ada, session, "bob").status()).isEqualTo(201);
            assertThat(host.get(path + "/shares", ada).json().path("items").findValuesAsText("username"))
                    .containsExactly("bob");
            try (EventStream stream = host.events(bob, session, null)) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
                host.openWindow(ada, session, "notes");
                assertThat(stream.next().json().path("type").textValue()).isEqualTo("window_opened");
            }
            for (Answer refused : List.of(
                    host.openWindow(bob, session, "mine"),
                    host.post(path + "/gestures", bob, "{}"),
                    host.get(path, bob),
                    host.get(path + "/shares", bob),
                    share(host, bob, session, "eve"),
                    host.send("DELETE", path + "/shares/ada", bob, null),
                    host.send("DELETE", path, bob, null))) {
                refused.isProblem(404, "SESSION_NOT_FOUND");
            }
            host.get(path + "/events", host.signIn("eve", Role.ADMIN)).isProblem(404, "SESSION_NOT_FOUND");
            assertThat(host.state(ada, session).path("revision").longValue()).isEqualTo(2);
        }
    }

    @Test
    void a_watcher_loses_the_stream_when_the_owner_revokes_it_and_others_keep_theirs() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String bob = host.signIn("bob", Role.USER);
            String eve = host.signIn("eve", Role.USER);
            String session = host.openSession(ada);
            share(host, ada, session, "bob");
            share(host, ada, session, "eve");
            try (EventStream own = host.events(ada, session, null);
                    EventStream bobs = host.events(bob, session, null);
                    EventStream eves = host.events(eve, session, null)) {
                List.of(own, bobs, eves).forEach(EventStream::next);
                assertThat(host.send("DELETE", "/api/sessions/" + session + "/shares/bob", ada, null)
                                .status())
                        .isEqualTo(204);
                EventStream.Frame last = bobs.next();
                assertThat(last.name()).isEqualTo("closed");
                assertThat(last.json().path("code").textValue()).isEqualTo("ACCESS_REVOKED");
                assertThat(bobs.isAtEnd()).isTrue();
                host.get("/api/sessions/" + session + "/events", bob).isProblem(404, "SESSION_NOT_FOUND");
                host.openWindow(ada, session, "notes");
                assertThat(own.next().name()).isEqualTo("event");
                assertThat(eves.next().name()).isEqualTo("event");
            }
        }
    }

    @Test
    void a_watcher_on_another_host_loses_the_stream_with_the_next_heartbeat(@TempDir Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("shared.db");
        try (TestHost one = TestHost.start(url, "SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe");
                TestHost two = TestHost.start(
                        url, TestHost.beatingByHand(), "SECRET_KEY", "q8Zr5vT2nX7yB4wK9mP3sD6fG1hJ0lCe")) {
            String ada = one.signIn("ada", Role.USER);
            String bob = one.signIn("bob", Role.USER);
            String session = one.openSession(ada);
            share(one, ada, session, "bob");
            try (EventStream stream = two.events(bob, session, null)) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
                one.send("DELETE", "/api/sessions/" + session + "/shares/bob", ada, null);
                two.host().streams().beat();
                assertThat(stream.next().json().path("code").textValue()).isEqualTo("ACCESS_REVOKED");
                assertThat(stream.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void sharing_with_oneself_or_nobody_or_too_many_is_refused_and_a_removed_user_is_forgotten() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String session = host.openSession(ada);
            share(host, ada, session, "ada").isProblem(422, "INVALID_VALUE");
            share(host, ada, session, "nobody").isProblem(422, "INVALID_VALUE");
            for (int i = 0; i < Shares.MAX_USERS; i++) {
                host.host().users().createIfAbsent("friend-" + i, "Friend", Role.USER, null);
                assertThat(share(host, ada, session, "friend-" + i).status()).isEqualTo(201);
            }
            host.host().users().createIfAbsent("one-more", "Friend", Role.USER, null);
            share(host, ada, session, "one-more").isProblem(422, "LIMIT_EXCEEDED");
            assertThat(share(host, ada, session, "friend-1").status()).isEqualTo(201);
            String admin = host.signIn("root", Role.ADMIN);
            assertThat(host.send("DELETE", "/api/auth/users/friend-1", admin, null)
                            .status())
                    .isEqualTo(204);
            assertThat(share(host, ada, session, "one-more").status()).isEqualTo(201);
        }
    }

    @Test
    void who_has_a_token_watches_until_the_owner_rotates_it() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String bob = host.signIn("bob", Role.USER);
            String eve = host.signIn("eve", Role.USER);
            String session = host.openSession(ada);
            host.post("/api/sessions/" + session + "/token", bob, "{}").isProblem(404, "SESSION_NOT_FOUND");
            String token = host.post("/api/sessions/" + session + "/token", ada, "{}")
                    .json()
                    .path("token")
                    .textValue();
            assertThat(token).doesNotContain(session);
            Answer accepted = accept(host, bob, token);
            assertThat(accepted.status()).isEqualTo(201);
            assertThat(accepted.json().path("session_id").textValue()).isEqualTo(session);
            try (EventStream stream = host.events(bob, session, null)) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
            }
            assertThat(host.command(ada, session, "{\"type\":\"rotate_token\"}").status())
                    .isEqualTo(200);
            accept(host, eve, token).isProblem(422, "INVALID_VALUE");
            accept(host, eve, token.substring(1)).isProblem(422, "INVALID_VALUE");
            accept(host, eve, "x".repeat(600)).isProblem(422, "INVALID_VALUE");
            host.get("/api/sessions/" + session + "/events", eve).isProblem(404, "SESSION_NOT_FOUND");
        }
    }

    private static Answer accept(TestHost host, String user, String token) {
        return host.post("/api/shares", user, "{\"token\":\"" + token + "\"}");
    }

    @Test
    void an_administrator_acts_for_an_owner_only_once_the_log_says_so() {
        try (TestHost host = TestHost.start("memory:")) {
            String ada = host.signIn("ada", Role.USER);
            String bob = host.signIn("bob", Role.USER);
            String root = host.signIn("root", Role.ADMIN);
            String session = host.openSession(ada);
            String begin = "{\"type\":\"begin_impersonation\",\"reason\":\"ticket 17\"}";
            String open = "{\"type\":\"open_window\",\"app_id\":\"notes\"}";
            host.command(root, session, open).isProblem(404, "SESSION_NOT_FOUND");
            host.command(bob, session, begin).isProblem(404, "SESSION_NOT_FOUND");
            try (EventStream stream = host.events(ada, session, null)) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
                assertThat(host.command(root, session, begin).status()).isEqualTo(200);
                EventStream.Frame audit = stream.next();
                assertThat(audit.json().path("type").textValue()).isEqualTo("impersonation_begun");
                assertThat(audit.json().path("actor").textValue())
                        .isEqualTo(
                                audit.json().path("data").path("impersonator").textValue());
                assertThat(audit.json().path("data").path("reason").textValue()).isEqualTo("ticket 17");
                assertThat(host.command(root, session, open).status()).isEqualTo(200);
                assertThat(stream.next().json().path("actor").textValue())
                        .isEqualTo(audit.json().path("actor").textValue());
            }
            assertThat(host.command(ada, session, "{\"type\":\"end_impersonation\"}")
                            .status())
                    .isEqualTo(200);
            host.command(root, session, open).isProblem(404, "SESSION_NOT_FOUND");
        }
    }

    @Test
    void who_acts_for_an_owner_watches_until_that_ends() {
        try (TestHost host = TestHost.start("memory:", TestHost.beatingByHand())) {
            String ada = host.signIn("ada", Role.USER);
            String root = host.signIn("root", Role.ADMIN);
            String session = host.openSession(ada);
            host.get("/api/sessions/" + session + "/events", root).isProblem(404, "SESSION_NOT_FOUND");
            host.command(root, session, "{\"type\":\"begin_impersonation\",\"reason\":\"ticket 17\"}");
            try (EventStream stream = host.events(root, session, null)) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
                host.openWindow(ada, session, "notes");
                assertThat(stream.next().json().path("type").textValue()).isEqualTo("window_opened");
                host.command(ada, session, "{\"type\":\"end_impersonation\"}");
                assertThat(stream.next().json().path("type").textValue()).isEqualTo("impersonation_ended");
                host.host().streams().beat();
                assertThat(stream.next().json().path("code").textValue()).isEqualTo("ACCESS_REVOKED");
                assertThat(stream.isAtEnd()).isTrue();
            }
            host.get("/api/sessions/" + session + "/events", root).isProblem(404, "SESSION_NOT_FOUND");
        }
    }

    private static Answer share(TestHost host, String token, String session, String username) {
        return host.post("/api/sessions/" + session + "/shares", token, "{\"username\":\"" + username + "\"}");
    }
}
