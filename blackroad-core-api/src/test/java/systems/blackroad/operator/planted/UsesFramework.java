package systems.blackroad.operator.planted;

import io.javalin.planted.Server;

/** Planted against A4.frameworks. */
public record UsesFramework(Server server) {}
