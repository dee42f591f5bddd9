package systems.blackroad.core.planted;

import io.lettuce.planted.Client;

/** Planted against A4.redis. */
public record UsesRedis(Client client) {}
