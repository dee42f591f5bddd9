package systems.blackroad.store.jdbc;

import java.util.Set;

/**
 * What a call did to jobs.
 *
 * @param result the answer
 * @param queues where jobs became claimable
 */
record Changed<T>(T result, Set<String> queues) {}
