package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.JobQueries;

/** Checks one purge: made just before it, and told of its answer. A purge tells only how much it deleted. */
final class PurgeCheck {

    private final Ledger ledger;
    private final JobQueries store;
    /** What is to be deleted, as it is now. */
    private final List<Job> over = new ArrayList<>();

    PurgeCheck(Ledger ledger, JobQueries store, Retention retention, Instant now) {
        this.ledger = ledger;
        this.store = store;
        for (Entry entry : ledger.entries()) {
            if (entry.purged == null) {
                Job job = ledger.read(entry);
                if (entry.isOver(retention, now)) {
                    ledger.requireRead(entry, Promise.ENDS_ONCE);
                    over.add(job);
                }
            }
        }
    }

    void answered(int jobs) {
        over.forEach(job -> ledger.entry(job.id()).purged = job);
        for (Entry entry : ledger.entries()) {
            boolean gone = store.find(entry.id).isEmpty();
            Promise.KEPT_ITS_TIME.require(!gone || entry.purged != null, "%s was deleted", entry);
            Promise.KEPT_ITS_TIME.require(gone || entry.purged == null, "%s was left", entry);
        }
        Promise.KEPT_ITS_TIME.require(over.size() == jobs, "%s jobs are gone, and %s were answered", over.size(), jobs);
    }
}
