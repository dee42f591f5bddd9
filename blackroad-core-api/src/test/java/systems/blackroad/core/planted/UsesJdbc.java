package systems.blackroad.core.planted;

import java.sql.Connection;

/** Planted against A4.jdbc. */
public record UsesJdbc(Connection connection) {}
