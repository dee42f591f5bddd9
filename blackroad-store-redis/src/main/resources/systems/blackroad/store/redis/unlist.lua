-- Takes a member out of an index, unless its score is another one by now.
--
-- KEYS  1 index (sorted set)
-- ARGV  1 member, 2 the score that was seen
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])
