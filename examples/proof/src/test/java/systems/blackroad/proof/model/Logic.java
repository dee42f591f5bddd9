package systems.blackroad.proof.model;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsLogic;

/** What is compared with the model: the production code, or that with a fault planted. */
interface Logic {

    Decision decide(@Nullable OsState state, CommandEnvelope envelope);

    default OsState evolve(@Nullable OsState state, OsEvent event) {
        return OsLogic.evolve(state, event);
    }

    /** The production code under a world's limits and catalogue. */
    static Logic production(World world) {
        return OsLogic.of(world.limits(), world.apps())::decide;
    }
}
