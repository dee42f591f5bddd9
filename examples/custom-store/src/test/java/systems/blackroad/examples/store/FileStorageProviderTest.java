package systems.blackroad.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;
import systems.blackroad.api.store.Storages;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class FileStorageProviderTest {

    @TempDir
    private Path directory;

    @Test
    void the_module_and_the_services_file_name_the_same_provider() throws Exception {
        Path classes = Path.of(FileStorageProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module =
                ModuleFinder.of(classes).findAll().iterator().next().descriptor();
        List<String> provided = module.provides().stream()
                .filter(provides -> provides.service().equals(StorageProvider.class.getName()))
                .flatMap(provides -> provides.providers().stream())
                .toList();
        String file = "META-INF/services/" + StorageProvider.class.getName();
        try (InputStream in = FileStorageProvider.class.getModule().getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            List<String> registered = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(registered).isEqualTo(provided).containsExactly(FileStorageProvider.class.getName());
        }
    }

    @Test
    void it_is_found_by_its_scheme_alone() {
        assertThat(ServiceLoader.load(StorageProvider.class))
                .filteredOn(provider -> provider.schemes().contains("file"))
                .singleElement()
                .isInstanceOf(FileStorageProvider.class);
        try (Storage storage = Storages.open("file:" + directory)) {
            assertThat(storage.sessions().durability()).isEqualTo(Durability.D2);
            storage.ping();
        }
    }

    @Test
    void a_URL_with_three_slashes_means_the_same_directory() {
        try (Storage storage = Storages.open("file:" + directory);
                Storage same = Storages.open(
                        "file://" + URI.create("file:" + directory).getPath())) {
            Sample.append(storage.sessions(), Sample.DESK, null);
            assertThat(Sample.all(same.sessions(), Sample.DESK)).hasSize(1);
        }
    }

    @Test
    void a_URL_that_names_no_directory_here_is_refused() {
        for (String url : List.of("file:", "file: ", "file://elsewhere/data", "file:a\0b")) {
            assertThatExceptionOfType(RefusedException.class)
                    .as(url)
                    .isThrownBy(() -> Storages.open(url))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_VALUE));
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_refused() {
        Path file = directory.resolve("taken");
        try (Storage storage = Storages.open("file:" + file)) {
            storage.ping();
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Storages.open("file:" + file.resolve("blackroad.log")))
                .withMessageStartingWith("STORE_UNAVAILABLE: directory ");
    }

    @Test
    void jobs_are_refused_with_the_way_out_and_the_way_out_works() {
        try (Storage sessions = Storages.open("file:" + directory);
                Storage both = Storages.compose(sessions, Storages.open("memory:"))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(sessions::jobs)
                    .withMessageStartingWith("STORE_UNSUPPORTED: ")
                    .withMessageContaining("Storages.compose");
            Sample.append(both.sessions(), Sample.DESK, null);
            assertThat(both.jobs().counts()).isNotEmpty();
            assertThat(Sample.all(sessions.sessions(), Sample.DESK)).hasSize(1);
        }
    }

    @Test
    void a_closed_storage_is_refused_though_another_opener_goes_on() {
        try (Storage open = Storages.open("file:" + directory)) {
            Storage closed = Storages.open("file:" + directory, StorageOptions.defaults());
            closed.close();
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(closed::ping)
                    .withMessageStartingWith("SHUTTING_DOWN: ");
            Sample.append(open.sessions(), Sample.DESK, null);
        }
    }
}
