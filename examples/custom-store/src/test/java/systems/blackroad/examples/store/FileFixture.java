package systems.blackroad.examples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.store.StoreFixture;

/** A directory of its own for each test, opened by URL as an application does. */
final class FileFixture extends StoreFixture {

    private final Path directory;

    FileFixture() {
        try {
            directory = Files.createTempDirectory("file-store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Storage open(StorageOptions options) {
        return Storages.open("file:" + directory.resolve("sessions"), options);
    }

    @Override
    public Durability durability() {
        return Durability.D2;
    }

    @Override
    public boolean hintsCrossInstances() {
        return true;
    }

    @Override
    protected void cleanUp() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
