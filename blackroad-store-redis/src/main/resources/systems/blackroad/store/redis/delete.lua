-- Deletes a session that has ended at least so long ago: only its head stays, as a tombstone that the server expires. Its
-- slot, under another hash tag, was freed before.
--
-- KEYS  1 head, 2 events, 3 commands, 4 snapshots
-- ARGV  1 store time or '', 2 the store's epoch, 3 how long ago in ms, 4 how long the tombstone stays in s
-- Answers {1 if it was deleted now, 2 if before, else 0, head as shown}; {0} where no session is.
local now = store_time(ARGV[1])
local head = head_at(KEYS[1], ARGV[2])
if not head then
  return {0}
end
if head.status == 'DELETED' then
  return {2, shown(head)}
end
if head.status ~= 'ENDED' or head.active + tonumber(ARGV[3]) > now then
  return {0, shown(head)}
end
head.status = 'DELETED'
head.active = math.max(head.active, now)
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('HSET', KEYS[1], 'status', head.status, 'active', whole(head.active))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return {1, shown(head)}
