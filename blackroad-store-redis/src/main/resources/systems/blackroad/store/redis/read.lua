-- Reads a session's head and what follows a revision in its log, all of one moment; writes nothing.
--
-- KEYS  1 head, 2 events, 3 snapshot
-- ARGV  1 the last revision that the caller has, 2 '1' to begin at a newer snapshot, 3 the most events, 4 the store's epoch
-- Answers {{user, status, revision, epoch, created, updated}, {revision, type, version, data} or {}, events}; {} where no
-- session is.
local head = redis.call('HMGET', KEYS[1], 'user', 'status', 'revision', 'epoch', 'created', 'updated')
if not head[3] then
  return {}
end
local function number_of(epoch)
  return tonumber(string.match(epoch, '^%d+'))
end
if number_of(ARGV[4]) > number_of(head[4]) then
  head[4] = ARGV[4]
end
local after = tonumber(ARGV[1])
local snapshot = {}
if ARGV[2] == '1' then
  local kept = redis.call('HMGET', KEYS[3], 'revision', 'type', 'version', 'data')
  if kept[1] and tonumber(kept[1]) > after then
    snapshot = kept
    after = tonumber(kept[1])
  end
end
local events = {}
local most = tonumber(ARGV[3])
if most > 0 then
  events = redis.call('XRANGE', KEYS[2], string.format('%d-0', after + 1), '+', 'COUNT', most)
end
return {head, snapshot, events}
