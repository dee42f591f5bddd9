/**
 * A store plug-in that keeps sessions in its own append-only file. It exports nothing: its one public class is found as a
 * service.
 *
 * @provides systems.blackroad.api.store.StorageProvider for URLs that begin with {@code file:}
 */
module systems.blackroad.examples.store {
    requires systems.blackroad.api;
    requires org.slf4j;
    requires static org.jspecify;

    provides systems.blackroad.api.store.StorageProvider with
            systems.blackroad.examples.store.FileStorageProvider;
}
