package systems.blackroad.api.runtime;

import java.util.Collection;
import java.util.Optional;
import systems.blackroad.api.job.JobType;

/** The job types that a node can run, by name. Immutable and thread-safe. */
public interface JobRegistry {

    /** The type of this name, if it is registered. */
    Optional<JobType<?>> find(String name);

    /** Every registered type, by name. */
    Collection<JobType<?>> types();
}
