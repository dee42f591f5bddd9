-- Reads a session's head and what follows a revision in its log, all of one moment; writes nothing.
--
-- KEYS  1 head, 2 events, 3 snapshots
-- ARGV  1 the last revision that the caller has, 2 the highest revision of a snapshot to begin at, 3 the most events,
--       4 the store's epoch
-- Answers {head as shown, {revision, type, version, data} or {}, events}; {} where no session is.
local head = head_at(KEYS[1], ARGV[4])
if not head then
  return {}
end
local after = tonumber(ARGV[1])
local highest = tonumber(ARGV[2])
local snapshot = {}
if highest > after then
  for _, place in ipairs({'new', 'old'}) do
    local revision = tonumber(redis.call('HGET', KEYS[3], place .. ':revision') or '')
    if revision and revision > after and revision <= highest then
      snapshot = redis.call('HMGET', KEYS[3], place .. ':revision', place .. ':type', place .. ':version',
        place .. ':data')
      after = revision
      break
    end
  end
end
local events = {}
local most = tonumber(ARGV[3])
if most > 0 then
  events = redis.call('XRANGE', KEYS[2], string.format('%d-0', after + 1), '+', 'COUNT', most)
end
return {shown(head), snapshot, events}
