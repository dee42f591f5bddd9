/** Session storage in Redis: applications open it by URL or hand in a client. */
@NullMarked
package systems.blackroad.store.redis;

import org.jspecify.annotations.NullMarked;
