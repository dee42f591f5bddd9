/**
 * The values, interfaces and storage SPI of BlackRoad OS: sessions with their windows, and jobs.
 *
 * @uses systems.blackroad.api.store.StorageProvider the kinds of storage present
 */
module systems.blackroad.api {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports systems.blackroad.api.error;
    exports systems.blackroad.api.codec;
    exports systems.blackroad.api.window;
    exports systems.blackroad.api.session;
    exports systems.blackroad.api.event;
    exports systems.blackroad.api.job;
    exports systems.blackroad.api.store;
    exports systems.blackroad.api.runtime;

    uses systems.blackroad.api.store.StorageProvider;
}
