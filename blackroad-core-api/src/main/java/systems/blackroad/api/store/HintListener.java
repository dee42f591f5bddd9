package systems.blackroad.api.store;

import java.util.Set;

/**
 * Hears that something may have changed. Called on a thread of the store or on the one whose call changed it; must return
 * soon and must not block.
 */
@FunctionalInterface
public interface HintListener {

    /**
     * Something may have changed.
     *
     * @param keys the ids of the sessions, or the names of the queues, concerned; empty means many: look at everything
     */
    void onHint(Set<String> keys);
}
