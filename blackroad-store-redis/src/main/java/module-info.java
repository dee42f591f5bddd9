/** Session storage in Redis. */
module systems.blackroad.store.redis {
    requires transitive systems.blackroad.api;
    requires lettuce.core;
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
}
