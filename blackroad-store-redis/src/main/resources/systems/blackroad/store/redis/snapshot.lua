-- Keeps a snapshot if it is of the session's epoch, newer than those kept and not beyond the session's head; the one that
-- was newest becomes the older one.
--
-- KEYS  1 head, 2 snapshots
-- ARGV  1 revision, 2 type, 3 version, 4 data, 5 its epoch, 6 the store's epoch
-- Answers 1 if it is kept now, else 0.
local revision = tonumber(ARGV[1])
local head = head_at(KEYS[1], ARGV[6])
if not head or head.status == 'DELETED' or head.epoch ~= ARGV[5] or head.revision < revision then
  return 0
end
local kept = redis.call('HMGET', KEYS[2], 'new:revision', 'new:type', 'new:version', 'new:data')
if kept[1] then
  if tonumber(kept[1]) >= revision then
    return 0
  end
  redis.call('HSET', KEYS[2], 'old:revision', kept[1], 'old:type', kept[2], 'old:version', kept[3], 'old:data', kept[4])
end
redis.call('HSET', KEYS[2], 'new:revision', ARGV[1], 'new:type', ARGV[2], 'new:version', ARGV[3], 'new:data', ARGV[4])
return 1
