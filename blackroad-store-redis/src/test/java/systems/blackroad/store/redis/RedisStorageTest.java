package systems.blackroad.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.store.StoredEvent;

@Tag("server")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisStorageTest {

    private static final UserId ADA = UserId.of("ada");
    private static final SessionId SESSION = SessionId.of("s1");

    @Test
    void the_provider_is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(StorageProvider.class)).anyMatch(RedisStorageProvider.class::isInstance);
    }

    @Test
    void the_class_is_read_from_the_servers_settings() {
        assertThat(durability("--save", "", "--appendonly", "no")).isEqualTo(Durability.D0);
        assertThat(durability("--save", "", "--appendonly", "yes", "--appendfsync", "everysec"))
                .isEqualTo(Durability.D1);
        assertThat(durability("--save", "", "--appendonly", "yes", "--appendfsync", "always"))
                .isEqualTo(Durability.D2);
    }

    @Test
    void a_higher_class_than_the_server_has_is_refused_and_says_what_to_set() {
        try (RedisServer server = RedisServer.start("--save", "", "--appendonly", "no")) {
            StorageOptions.Builder options = StorageOptions.builder().requireDurability(Durability.D2);
            assertThatThrownBy(() -> open(server, options))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DURABILITY_TOO_LOW))
                    .hasMessageContaining("D0")
                    .hasMessageContaining("appendfsync always");
        }
    }

    @Test
    void a_class_is_declared_where_the_server_hides_its_settings() {
        try (RedisServer server = RedisServer.start("--save", "", "--rename-command", "CONFIG", "")) {
            try (Storage undeclared = open(server, StorageOptions.builder())) {
                assertThat(undeclared.sessions().durability()).isEqualTo(Durability.D0);
                assertThat(undeclared.faces().get(0).declared()).isFalse();
            }
            StorageOptions.Builder options = StorageOptions.builder().declareDurability(Durability.D1);
            try (Storage declared = open(server, options)) {
                assertThat(declared.sessions().durability()).isEqualTo(Durability.D1);
                assertThat(declared.faces().get(0).declared()).isTrue();
            }
        }
    }

    @Test
    void asking_for_jobs_says_what_to_use() {
        try (RedisFixture fixture = new RedisFixture()) {
            Storage storage = fixture.open();
            assertThatThrownBy(storage::jobs)
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSUPPORTED))
                    .hasMessageContaining("Storages.compose");
        }
    }

    @Test
    void a_server_that_is_not_there_is_refused_at_open() {
        RedisServer gone = RedisServer.start("--save", "");
        gone.close();
        assertThatThrownBy(() -> open(gone, StorageOptions.builder()))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void an_append_to_a_killed_server_is_refused_or_unknown_and_never_succeeds() throws InterruptedException {
        try (RedisServer server = RedisServer.start("--save", "");
                Storage storage = open(server, StorageOptions.builder())) {
            append(storage, 1, null);
            server.kill();
            String epoch = "1-whatever";
            assertThatThrownBy(() -> append(storage, 2, epoch)).isInstanceOf(BlackRoadException.class);
        }
    }

    @Test
    void only_the_head_of_a_deleted_session_expires() {
        try (RedisServer server = RedisServer.start("--save", "");
                Storage storage = open(server, StorageOptions.builder())) {
            String epoch = append(storage, 1, null).epoch();
            RedisClient client = RedisClient.create(server.url());
            RedisCommands<String, String> redis = client.connect().sync();
            assertThat(redis.keys("*{s1}*")).isNotEmpty().allMatch(key -> redis.ttl(key) == -1);
            Append end = new Append(SESSION, ADA, 1, epoch, SessionStatus.ENDED, List.of(event(2)));
            assertThat(storage.sessions().append(List.of(end)).get(0)).isInstanceOf(Appended.class);
            assertThat(redis.keys("*{s1}*")).isNotEmpty().allMatch(key -> redis.ttl(key) == -1);
            assertThat(storage.sessions().delete(SESSION)).isTrue();
            assertThat(redis.keys("*{s1}*")).hasSize(1).allMatch(key -> redis.ttl(key) > 0);
            client.shutdown();
        }
    }

    @Test
    void a_session_whose_slot_cannot_be_freed_is_not_deleted() {
        try (RedisServer server = RedisServer.start("--save", "");
                Storage storage = open(server, StorageOptions.builder())) {
            SessionStore sessions = storage.sessions();
            Append end = new Append(
                    SESSION, ADA, 1, append(storage, 1, null).epoch(), SessionStatus.ENDED, List.of(event(2)));
            sessions.append(List.of(end));
            RedisClient client = RedisClient.create(server.url());
            RedisCommands<String, String> redis = client.connect().sync();
            redis.set("blackroad:slots:{ada}", "no hash");
            assertThatThrownBy(() -> sessions.delete(SESSION)).isInstanceOf(BlackRoadException.class);
            assertThatThrownBy(() -> sessions.purge(Duration.ZERO, 1)).isInstanceOf(BlackRoadException.class);
            assertThat(sessions.read(SESSION, 0, SessionStore.NO_SNAPSHOT, 2)
                            .orElseThrow()
                            .events())
                    .hasSize(2);
            redis.del("blackroad:slots:{ada}");
            assertThat(sessions.delete(SESSION)).isTrue();
            client.shutdown();
        }
    }

    @Test
    void a_server_with_another_replication_id_gives_another_epoch() {
        try (RedisServer server = RedisServer.start("--save", "")) {
            String before;
            try (Storage storage = open(server, StorageOptions.builder())) {
                before = append(storage, 1, null).epoch();
            }
            RedisClient client = RedisClient.create(server.url());
            RedisCommands<String, String> redis = client.connect().sync();
            redis.hset("blackroad:epoch", "server", "another one");
            client.shutdown();
            try (Storage storage = open(server, StorageOptions.builder())) {
                assertThat(storage.sessions()
                                .read(SESSION, 0, SessionStore.NO_SNAPSHOT, 0)
                                .orElseThrow()
                                .head()
                                .epoch())
                        .isNotEqualTo(before);
                AppendResult late = storage.sessions()
                        .append(List.of(new Append(SESSION, ADA, 1, before, SessionStatus.LIVE, List.of(event(2)))))
                        .get(0);
                assertThat(late).isInstanceOf(AppendResult.Conflict.class);
            }
        }
    }

    /** With a call timeout that no slow machine reaches. */
    private static Storage open(RedisServer server, StorageOptions.Builder options) {
        return Storages.open(
                server.url(), options.callTimeout(Duration.ofMinutes(1)).build());
    }

    private static Durability durability(String... settings) {
        try (RedisServer server = RedisServer.start(settings);
                Storage storage = open(server, StorageOptions.builder())) {
            return storage.sessions().durability();
        }
    }

    private static SessionHead append(Storage storage, long revision, @Nullable String epoch) {
        Append append = new Append(SESSION, ADA, revision - 1, epoch, SessionStatus.LIVE, List.of(event(revision)));
        return ((Appended) storage.sessions().append(List.of(append)).get(0)).head();
    }

    private static StoredEvent event(long revision) {
        return new StoredEvent(
                revision,
                Instant.parse("2026-11-23T21:00:00Z"),
                ADA,
                new CommandId(ClientId.of("c"), revision),
                "0".repeat(64),
                null,
                Payload.ofJson("window_moved", 1, "{}"));
    }
}
