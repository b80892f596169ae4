#!lua flags=allow-oom
-- Removes a node, unless it has been heard of meanwhile. What it had is taken from it afterwards, by any node.
--
-- KEYS  nodes, gone
-- ARGV  node, how many milliseconds it must have been silent
-- gives 1 when it was removed by this call
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local seen = redis.call('ZSCORE', KEYS[1], ARGV[1])

if not seen or now - tonumber(seen) < tonumber(ARGV[2]) then return 0 end

redis.call('SADD', KEYS[2], ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])
