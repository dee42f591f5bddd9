package systems.blackroad.api.planted;

import org.assertj.core.api.AbstractAssert;

/** Planted against A3: an API type that drags a library in. */
public record UsesLibrary(AbstractAssert<?, ?> value) {}
