-- Records that a session is active now, unless it has ended or expired.
--
-- KEYS  1 head
-- ARGV  1 store time or '', 2 the store's epoch
-- Answers 1 if it is live, else 0.
local now = store_time(ARGV[1])
local head = head_at(KEYS[1], ARGV[2])
if not head or head.status ~= 'LIVE' or has_expired(head, now) then
  return 0
end
redis.call('HSET', KEYS[1], 'active', whole(math.max(head.active, now)))
return 1
