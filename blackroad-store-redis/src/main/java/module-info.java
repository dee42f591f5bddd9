/** Session storage in Redis. */
module systems.blackroad.store.redis {
    requires transitive systems.blackroad.api;
    requires transitive lettuce.core;
    // Lettuce is an automatic module and does not pull these in by itself.
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires org.slf4j;
    requires static org.jspecify;

    exports systems.blackroad.store.redis;

    provides systems.blackroad.api.store.StorageProvider with
            systems.blackroad.store.redis.RedisStorageProvider;
}
