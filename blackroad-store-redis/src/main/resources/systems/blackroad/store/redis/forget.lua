-- Forgets a session that was deleted at least so long ago.
--
-- KEYS  1 head
-- ARGV  1 store time or '', 2 the store's epoch, 3 how long ago in ms
-- Answers 1 if it is gone now, else 0.
local head = head_at(KEYS[1], ARGV[2])
if head and (head.status ~= 'DELETED' or head.active + tonumber(ARGV[3]) > store_time(ARGV[1])) then
  return 0
end
redis.call('DEL', KEYS[1])
return 1
