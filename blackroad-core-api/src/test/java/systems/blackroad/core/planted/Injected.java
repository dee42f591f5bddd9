package systems.blackroad.core.planted;

import jakarta.inject.Inject;

/** Planted against A8.injection. */
final class Injected {
    @Inject
    Object part = "planted";
}
