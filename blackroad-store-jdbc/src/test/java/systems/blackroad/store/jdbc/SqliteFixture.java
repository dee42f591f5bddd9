package systems.blackroad.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file in a directory of its own. */
final class SqliteFixture extends JdbcFixture {

    private final Path directory;

    SqliteFixture() {
        try {
            directory = Files.createTempDirectory("blackroad-sqlite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String url() {
        return "jdbc:sqlite:" + directory.resolve("test.db");
    }

    @Override
    public boolean hintsCrossInstances() {
        return false;
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
