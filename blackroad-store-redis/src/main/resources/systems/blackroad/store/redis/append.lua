-- Adds events to one session's log, if the log still ends where the caller thinks.
--
-- KEYS  1 head (hash), 2 events (stream), 3 commands (hash), 4 snapshot (hash): all of one hash tag
-- ARGV  1 expected revision, 2 expected epoch or '', 3 the store's epoch, 4 status afterwards, 5 user,
--       6 seconds to keep an ended session, 7 number of events,
--       then for each event: at, actor, client, seq, body hash, trace, type, version, data
-- Answers {1 or 0 (appended or conflict), user, status, revision, epoch, created, updated}; {0} where no session is.
--
-- A conflict writes nothing. Epochs read '<number>-<text>'; the larger number is the newer one.
local head = redis.call('HMGET', KEYS[1], 'user', 'status', 'revision', 'epoch', 'created', 'updated')

local function number_of(epoch)
  return tonumber(string.match(epoch, '^%d+'))
end

local epoch = ARGV[3]
if head[4] and number_of(head[4]) > number_of(epoch) then
  epoch = head[4]
end

local function answer(appended, user, status, revision, created, updated)
  return {appended, user, status, revision, epoch, created, updated}
end

local expected = tonumber(ARGV[1])
if head[3] then
  local fits = tonumber(head[3]) == expected and head[2] == 'LIVE' and ARGV[2] == epoch
  if not fits then
    return answer(0, head[1], head[2], head[3], head[5], head[6])
  end
elseif expected ~= 0 then
  return {0}
end

local count = tonumber(ARGV[7])
local at = 8
for i = 1, count do
  redis.call('XADD', KEYS[2], string.format('%d-0', expected + i),
    'at', ARGV[at], 'actor', ARGV[at + 1], 'client', ARGV[at + 2], 'seq', ARGV[at + 3], 'hash', ARGV[at + 4],
    'trace', ARGV[at + 5], 'type', ARGV[at + 6], 'version', ARGV[at + 7], 'data', ARGV[at + 8])
  -- Several commands may share an append: each one's range of revisions is kept under its own field.
  local field = ARGV[at + 2] .. ':' .. ARGV[at + 3]
  local range = redis.call('HGET', KEYS[3], field)
  local first = range and string.match(range, '^%d+') or string.format('%d', expected + i)
  redis.call('HSET', KEYS[3], field, first .. '-' .. string.format('%d', expected + i))
  at = at + 9
end

local user = head[1] or ARGV[5]
local created = head[5] or ARGV[8]
local updated = ARGV[at - 9]
local revision = string.format('%d', expected + count)
redis.call('HSET', KEYS[1], 'user', user, 'status', ARGV[4], 'revision', revision, 'epoch', epoch,
  'created', created, 'updated', updated)
if ARGV[4] == 'ENDED' then
  -- Only what has ended may be removed by the server: an expiry before the end would lose the session's last event.
  for i = 1, #KEYS do
    redis.call('EXPIRE', KEYS[i], ARGV[6])
  end
end
return answer(1, user, ARGV[4], revision, created, updated)
