-- Drops the earliest events that are old enough, none beyond the older of two snapshots.
--
-- KEYS  1 head, 2 events, 3 commands, 4 snapshots
-- ARGV  1 epoch, 2 the store's epoch, 3 the last revision that may go, 4 how old in ms, 5 store time or ''
-- Answers the first revision that is retained; 0 where no session is, or a deleted one.
local head = head_at(KEYS[1], ARGV[2])
if not head or head.status == 'DELETED' then
  return 0
end
local older = tonumber(redis.call('HGET', KEYS[4], 'old:revision') or '')
if older and head.epoch == ARGV[1] then
  local last = math.min(tonumber(ARGV[3]), older)
  local young = store_time(ARGV[5]) - tonumber(ARGV[4])
  local dropped = 0
  local from = '-'
  local more = true
  while more do
    local entries = redis.call('XRANGE', KEYS[2], from, string.format('%d-0', last), 'COUNT', 100)
    more = #entries == 100
    for _, entry in ipairs(entries) do
      local revision = tonumber(string.match(entry[1], '^%d+'))
      local fields = entry[2]
      if tonumber(fields[2]) > young then
        more = false
        break
      end
      local command = fields[6] .. ':' .. fields[8]
      local range = redis.call('HGET', KEYS[3], command)
      local final = range and string.match(range, '%d+$')
      if final and tonumber(final) > revision then
        redis.call('HSET', KEYS[3], command, whole(revision + 1) .. '-' .. final)
      else
        redis.call('HDEL', KEYS[3], command)
      end
      dropped = revision
      from = whole(revision + 1) .. '-0'
    end
  end
  if dropped > 0 then
    redis.call('XTRIM', KEYS[2], 'MINID', whole(dropped + 1) .. '-0')
  end
end
local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
return first[1] and tonumber(string.match(first[1][1], '^%d+')) or head.revision + 1
