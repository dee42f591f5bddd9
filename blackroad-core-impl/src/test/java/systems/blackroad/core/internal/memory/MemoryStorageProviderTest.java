package systems.blackroad.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class MemoryStorageProviderTest {

    private static final JobId JOB = JobId.of("job");

    private static void write(Storage storage) {
        storage.jobs()
                .enqueue(
                        List.of(new NewJob(
                                JOB,
                                Payload.ofJson("mail", 1, "{}"),
                                QueueName.of("default"),
                                0,
                                Due.NOW,
                                1,
                                "ada",
                                null,
                                Map.of())),
                        null);
    }

    @Test
    void the_provider_is_found_by_its_scheme() {
        try (Storage storage = Storages.open("memory:")) {
            storage.ping();
            assertThat(storage.faces()).hasSize(2).allMatch(face -> face.durability() == Durability.D0);
        }
    }

    @Test
    void without_a_name_each_storage_is_its_own() {
        try (Storage one = Storages.open("memory:");
                Storage two = Storages.open("memory:")) {
            write(one);
            assertThat(one.jobs().find(JOB)).isPresent();
            assertThat(two.jobs().find(JOB)).isEmpty();
        }
    }

    @Test
    void a_name_is_shared_until_the_last_instance_closes() {
        Storage one = Storages.open("memory:shared");
        try (Storage two = Storages.open("memory:shared")) {
            write(one);
            one.close();
            one.close();
            assertThat(two.jobs().find(JOB)).isPresent();
        }
        try (Storage later = Storages.open("memory:shared")) {
            assertThat(later.jobs().find(JOB)).isEmpty();
        }
    }

    @Test
    void a_higher_durability_class_is_refused() {
        StorageOptions durable =
                StorageOptions.builder().requireDurability(Durability.D1).build();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Storages.open("memory:", durable))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_DURABILITY_TOO_LOW));
    }

    @Test
    void a_closed_storage_says_so() {
        Storage storage = Storages.open("memory:");
        storage.close();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(storage::ping)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(storage::jobs);
    }
}
