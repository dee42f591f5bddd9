-- What the session scripts share; it stands before each of them.
--
-- A head is a hash: user, status, revision, epoch, created, updated, active, and where the session may expire idle (a
-- number of milliseconds) and ends (an instant). Epochs read '<number>-<text>'; the larger number is the newer one.
local function whole(number)
  return string.format('%d', number)
end

local function store_time(given)
  if given ~= '' then
    return tonumber(given)
  end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function number_of(epoch)
  return tonumber(string.match(epoch, '^%d+'))
end

local function head_at(key, epoch)
  local kept = redis.call('HMGET', key, 'user', 'status', 'revision', 'epoch', 'created', 'updated', 'active', 'idle',
    'ends')
  if not kept[3] then
    return nil
  end
  local head = {user = kept[1], status = kept[2], revision = tonumber(kept[3]), epoch = kept[4], created = kept[5],
    updated = kept[6], active = tonumber(kept[7] or kept[6]), idle = tonumber(kept[8] or ''),
    ends = tonumber(kept[9] or '')}
  if number_of(epoch) > number_of(head.epoch) then
    head.epoch = epoch
  end
  return head
end

-- When the session expires unless it is active before; nil if never, and unless it is live.
local function deadline(head)
  if head.status ~= 'LIVE' then
    return nil
  end
  local idle = head.idle and head.active + head.idle
  if idle and head.ends then
    return math.min(idle, head.ends)
  end
  return idle or head.ends
end

local function has_expired(head, now)
  local due = deadline(head)
  return due ~= nil and due <= now
end

local function shown(head)
  local due = deadline(head)
  return {head.user, head.status, whole(head.revision), head.epoch, head.created, head.updated, whole(head.active),
    due and whole(due) or ''}
end
