package systems.blackroad.api.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/** Opens storages by URL, through the providers that {@code ServiceLoader} finds. Stateless and thread-safe. */
public final class Storages {

    private static final Logger LOG = LoggerFactory.getLogger(Storages.class);

    private Storages() {}

    /**
     * Opens the storage at {@code url} with the default options.
     *
     * @param url for example {@code memory:}, {@code jdbc:postgresql://localhost/app} or {@code redis://localhost}
     * @throws RefusedException as {@link #open(String, StorageOptions)} does
     */
    public static Storage open(String url) {
        return open(url, StorageOptions.defaults());
    }

    /**
     * Opens the storage at {@code url}. Exactly one provider must answer to the URL's scheme; there is no first choice.
     * May block while the store connects and migrates.
     *
     * @throws RefusedException with code {@code STORE_NOT_FOUND} if no provider or more than one answers to the URL,
     *     naming every provider found; or with the code of what the provider refused
     */
    public static Storage open(String url, StorageOptions options) {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(options, "options");
        List<StorageProvider> present = providers();
        List<StorageProvider> matching = present.stream()
                .filter(provider -> provider.schemes().stream().anyMatch(scheme -> url.startsWith(scheme + ":")))
                .collect(Collectors.toList());
        if (matching.size() != 1) {
            throw new RefusedException(
                    ErrorCode.STORE_NOT_FOUND,
                    (matching.isEmpty() ? "no storage provider answers to '" : "more than one provider answers to '")
                            + scheme(url) + ":'; found: " + describe(present)
                            + (matching.isEmpty() ? "; add the jar of the one you need" : "; remove all but one"));
        }
        StorageProvider chosen = matching.get(0);
        Storage storage = chosen.open(url, options);
        LOG.info(
                "Storage {} opened by {}, faces {}; present: {}",
                scheme(url),
                chosen.id(),
                storage.faces(),
                describe(present));
        return storage;
    }

    /**
     * One storage with the sessions of the first and the jobs of the second; closing it closes both.
     *
     * @throws RefusedException with code {@code STORE_UNSUPPORTED} if one lacks the face that is wanted of it
     */
    public static Storage compose(Storage sessions, Storage jobs) {
        return new ComposedStorage(sessions, jobs);
    }

    private static List<StorageProvider> providers() {
        List<StorageProvider> present = new ArrayList<>();
        try {
            ServiceLoader.load(StorageProvider.class).forEach(present::add);
        } catch (ServiceConfigurationError e) {
            throw new RefusedException(
                    ErrorCode.STORE_NOT_FOUND, "a storage provider on the path cannot be loaded: " + e.getMessage(), e);
        }
        return present;
    }

    /** The part of a URL that names the kind of store; the rest may hold a secret. */
    private static String scheme(String url) {
        int end = url.indexOf(':');
        if (end >= 0 && url.startsWith("jdbc:")) {
            end = url.indexOf(':', end + 1);
        }
        return end < 0 ? "" : url.substring(0, end);
    }

    private static String describe(List<StorageProvider> providers) {
        return providers.isEmpty()
                ? "none"
                : providers.stream()
                        .map(provider -> provider.id() + " ("
                                + provider.schemes().stream().sorted().collect(Collectors.joining(", ")) + "; "
                                + provider.getClass().getName() + ")")
                        .sorted()
                        .collect(Collectors.joining(", "));
    }
}
