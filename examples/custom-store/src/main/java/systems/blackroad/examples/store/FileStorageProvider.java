package systems.blackroad.examples.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StorageProvider;

/**
 * Opens session storage in a directory: {@code file:./data/sessions}, {@code file:/var/lib/app} or {@code
 * file:///var/lib/app}; the path is taken as it is, without percent-decoding. Each namespace is one file there. Several
 * openers in one process share it; a second process is refused with {@code STORE_UNAVAILABLE}.
 *
 * <p>Its durability is always D2, the highest class, so that whatever class is required is met.
 */
public final class FileStorageProvider implements StorageProvider {

    private static final String SCHEME = "file";

    /** For {@code ServiceLoader}. */
    public FileStorageProvider() {}

    @Override
    public String id() {
        return SCHEME;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public Storage open(String url, StorageOptions options) {
        return FileStorage.open(directory(url), options, UnaryOperator.identity());
    }

    private static Path directory(String url) {
        if (!url.startsWith(SCHEME + ":")) {
            throw new IllegalArgumentException("a URL of this provider must start with " + SCHEME + ":");
        }
        String path = url.substring(SCHEME.length() + 1);
        if (path.startsWith("///")) {
            path = path.substring(2);
        }
        if (path.isBlank() || path.startsWith("//")) {
            throw new RefusedException(
                    ErrorCode.INVALID_VALUE,
                    "a file URL must name a directory of this machine, for example file:./data/sessions, got '" + url
                            + "'");
        }
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    ErrorCode.INVALID_VALUE, "'" + url + "' names no directory: " + e.getReason(), e);
        }
    }
}
