-- Keeps the store's epoch: the same while the server keeps its replication id, a larger one when that changed or on demand.
--
-- KEYS  1 epoch (hash)
-- ARGV  1 the server's replication id, 2 a fresh random text, 3 '1' to begin a new epoch in any case
-- Answers the epoch, '<number>-<text>'.
local kept = redis.call('HMGET', KEYS[1], 'number', 'text', 'server')
if kept[1] and kept[3] == ARGV[1] and ARGV[3] ~= '1' then
  return kept[1] .. '-' .. kept[2]
end
local number = string.format('%d', (tonumber(kept[1]) or 0) + 1)
redis.call('HSET', KEYS[1], 'number', number, 'text', ARGV[2], 'server', ARGV[1])
return number .. '-' .. ARGV[2]
