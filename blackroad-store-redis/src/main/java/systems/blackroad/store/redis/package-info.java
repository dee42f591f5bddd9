/**
 * Sessions in Redis 7: one stream of events per session, changed by one script per append.
 *
 * <p>Applications reach it by a {@code redis:} or {@code rediss:} URL, or hand their own client to {@link
 * systems.blackroad.store.redis.RedisStorages}. Jobs are not kept here: compose it with a storage that keeps them.
 */
@NullMarked
package systems.blackroad.store.redis;

import org.jspecify.annotations.NullMarked;
