package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;
import systems.blackroad.api.store.Storages;

final class SqliteStoreTest extends JdbcStoreChecks {

    @Override
    JdbcFixture newFixture() {
        return new SqliteFixture();
    }

    @Test
    void a_write_that_finds_the_database_held_is_refused_and_writes_nothing() throws SQLException {
        StorageOptions options = StorageOptions.builder()
                .namespace("held")
                .callTimeout(Duration.ofMillis(200))
                .build();
        // Making the tables may take longer than such a call.
        fixture().open(options("held")).close();
        try (Storage storage = fixture().open(options);
                Connection other = DriverManager.getConnection(fixture().url())) {
            other.setAutoCommit(false);
            storage.jobs().enqueue(List.of(Samples.job("theirs")), JdbcTransaction.of(other));
            SessionId session = SessionId.of("s1");
            assertThatThrownBy(() -> storage.sessions().append(List.of(Samples.append(session, null, 1))))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
            assertThat(storage.sessions().read(session, 0, SessionStore.NO_SNAPSHOT, 1))
                    .isEmpty();
            other.commit();
            assertThat(storage.sessions().append(List.of(Samples.append(session, null, 1))))
                    .hasSize(1);
        }
    }

    @Test
    void a_database_in_memory_is_refused() {
        assertThatThrownBy(() -> Storages.open("jdbc:sqlite::memory:"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSUPPORTED));
    }

    @Test
    void settings_that_are_not_durable_enough_are_told_and_refused() {
        fixture().open().close();
        String careless = fixture().url() + "?synchronous=NORMAL";
        StorageOptions.Builder options =
                StorageOptions.builder().namespace("careless").callTimeout(PATIENT);
        try (Storage storage = JdbcStorages.open(new OneUrl(careless, false), options.build())) {
            assertThat(storage.faces())
                    .allSatisfy(face -> assertThat(face.durability()).isEqualTo(Durability.D1));
        }
        StorageOptions strict = options.requireDurability(Durability.D2).build();
        assertThatThrownBy(() -> JdbcStorages.open(new OneUrl(careless, false), strict))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DURABILITY_TOO_LOW));
    }

    @Test
    void the_provider_is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(StorageProvider.class))
                .filteredOn(provider -> provider.id().equals("jdbc"))
                .singleElement()
                .satisfies(provider -> assertThat(provider.schemes())
                        .containsExactlyInAnyOrder("jdbc:postgresql", "jdbc:mariadb", "jdbc:sqlite"));
        try (Storage storage = Storages.open(fixture().url())) {
            assertThat(storage.faces()).hasSize(2);
        }
    }
}
