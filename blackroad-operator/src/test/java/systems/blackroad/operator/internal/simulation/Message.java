package systems.blackroad.operator.internal.simulation;

import org.jspecify.annotations.Nullable;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;

/**
 * A request on its way to the store, or its answer on the way back.
 *
 * @param request the request
 * @param answer the answer, or null until it was carried out
 */
record Message(StoreRequest request, @Nullable Input answer) {}
