-- Reads the events of one command; writes nothing.
--
-- KEYS  1 events, 2 commands
-- ARGV  1 client:sequence
local range = redis.call('HGET', KEYS[2], ARGV[1])
if not range then
  return {}
end
local first, last = string.match(range, '^(%d+)-(%d+)$')
return redis.call('XRANGE', KEYS[1], first .. '-0', last .. '-0')
