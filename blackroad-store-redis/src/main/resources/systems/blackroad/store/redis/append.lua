-- Adds events to one session's log, if the log still ends where the caller thinks and the session has not expired.
--
-- KEYS  1 head (hash), 2 events (stream), 3 commands (hash): all of one hash tag
-- ARGV  1 expected revision, 2 expected epoch or '', 3 the store's epoch, 4 status afterwards, 5 user, 6 store time or '',
--       7 idle and 8 absolute timeout in ms or '', 9 '1' if only for an expired session, 10 number of events,
--       then for each event: at, actor, client, seq, body hash, trace, type, version, data
-- Answers {0 conflict, 1 appended or 2 expired, head as shown}; {0} where no session is. Only an append writes.
local now = store_time(ARGV[6])
local expected = tonumber(ARGV[1])
local head = head_at(KEYS[1], ARGV[3])
if head then
  local expired = has_expired(head, now)
  if expired and ARGV[9] ~= '1' then
    return {2, shown(head)}
  end
  local fits = head.revision == expected and head.status == 'LIVE' and ARGV[2] == head.epoch
  if not fits or expired ~= (ARGV[9] == '1') then
    return {0, shown(head)}
  end
elseif expected ~= 0 then
  return {0}
else
  head = {user = ARGV[5], epoch = ARGV[3], created = ARGV[11], active = now, idle = tonumber(ARGV[7]),
    ends = tonumber(ARGV[8]) and now + tonumber(ARGV[8])}
end

local count = tonumber(ARGV[10])
local at = 11
for i = 1, count do
  local revision = whole(expected + i)
  redis.call('XADD', KEYS[2], revision .. '-0',
    'at', ARGV[at], 'actor', ARGV[at + 1], 'client', ARGV[at + 2], 'seq', ARGV[at + 3], 'hash', ARGV[at + 4],
    'trace', ARGV[at + 5], 'type', ARGV[at + 6], 'version', ARGV[at + 7], 'data', ARGV[at + 8])
  -- Several commands may share an append: each one's range of revisions is kept under its own field.
  local field = ARGV[at + 2] .. ':' .. ARGV[at + 3]
  local range = redis.call('HGET', KEYS[3], field)
  local first = range and string.match(range, '^%d+') or revision
  redis.call('HSET', KEYS[3], field, first .. '-' .. revision)
  at = at + 9
end

head.updated = ARGV[at - 9]
head.revision = expected + count
head.status = ARGV[4]
head.active = math.max(head.active, now)
redis.call('HSET', KEYS[1], 'user', head.user, 'status', head.status, 'revision', whole(head.revision), 'epoch', head.epoch,
  'created', head.created, 'updated', head.updated, 'active', whole(head.active),
  'idle', head.idle and whole(head.idle) or '', 'ends', head.ends and whole(head.ends) or '')
return {1, shown(head)}
