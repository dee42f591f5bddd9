-- The members of an index whose score lies at least so long ago, the lowest first.
--
-- KEYS  1 index (sorted set)
-- ARGV  1 store time or '', 2 how long ago in ms, 3 how many to pass over, 4 the most
-- Answers member, score, member, score, ...
local until_then = store_time(ARGV[1]) - tonumber(ARGV[2])
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', until_then), 'WITHSCORES', 'LIMIT', ARGV[3], ARGV[4])
