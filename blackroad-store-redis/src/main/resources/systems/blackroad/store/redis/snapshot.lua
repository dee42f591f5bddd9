-- Keeps a snapshot if it is newer than the one kept and not beyond the session's head.
--
-- KEYS  1 head, 2 snapshot
-- ARGV  1 revision, 2 type, 3 version, 4 data
-- Answers 1 if it is kept now, else 0. A snapshot of an ended session expires with it.
local revision = tonumber(ARGV[1])
local head = redis.call('HGET', KEYS[1], 'revision')
local kept = redis.call('HGET', KEYS[2], 'revision')
if not head or tonumber(head) < revision or (kept and tonumber(kept) >= revision) then
  return 0
end
redis.call('HSET', KEYS[2], 'revision', ARGV[1], 'type', ARGV[2], 'version', ARGV[3], 'data', ARGV[4])
local left = redis.call('TTL', KEYS[1])
if left > 0 then
  redis.call('EXPIRE', KEYS[2], left)
end
return 1
