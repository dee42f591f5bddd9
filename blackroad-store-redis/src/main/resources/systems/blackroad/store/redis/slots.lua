-- Reserves, confirms or frees a slot of one user.
--
-- KEYS  1 slots (hash): number -> '<session> <instant from which on it may be taken, or -1 once confirmed>'
-- ARGV  1 what to do, 2 session, 3 limit, 4 store time or '', 5 how long a reservation stands in ms
-- Answers of reserve {'granted' or 'held', number} or {'full', session, ...}; of the others {'yes'} or {'no'}.
local session = ARGV[2]
local taken = {}
local own
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local holder, free_at = string.match(fields[i + 1], '^(%S+) (%S+)$')
  local number = tonumber(fields[i])
  taken[number] = {session = holder, free_at = tonumber(free_at)}
  if holder == session then
    own = number
  end
end
local function put(number, free_at)
  redis.call('HSET', KEYS[1], whole(number), session .. ' ' .. whole(free_at))
end
if ARGV[1] == 'confirm' then
  if own then
    put(own, -1)
  end
  return {own and 'yes' or 'no'}
end
if ARGV[1] == 'free' then
  if own then
    redis.call('HDEL', KEYS[1], whole(own))
  end
  return {own and 'yes' or 'no'}
end
local now = store_time(ARGV[4])
local free_at = now + tonumber(ARGV[5])
if own then
  if taken[own].free_at >= 0 then
    put(own, free_at)
  end
  return {'held', whole(own)}
end
local answer = {'full'}
for number = 1, tonumber(ARGV[3]) do
  local slot = taken[number]
  if not slot or (slot.free_at >= 0 and slot.free_at <= now) then
    put(number, free_at)
    return {'granted', whole(number)}
  end
  answer[#answer + 1] = slot.session
end
return answer
