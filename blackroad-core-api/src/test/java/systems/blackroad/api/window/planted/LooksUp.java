package systems.blackroad.api.window.planted;

import systems.blackroad.api.session.SessionId;

/** Planted against A1: a value that knows a layer above it. */
public record LooksUp(SessionId session) {}
