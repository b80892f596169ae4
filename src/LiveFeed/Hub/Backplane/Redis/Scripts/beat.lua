#!lua flags=allow-oom
-- A node says that it is there, and learns who else is. Time is this server's.
-- Time in which no node beat (Redis was away, or all nodes were) counts as no node's silence: all are moved on by it, and by
-- what a node may need to connect again.
--
-- KEYS  nodes, beat
-- ARGV  node, 1 when it enters and 0 when it thinks that it is known, milliseconds without any beat that are such a time,
--       milliseconds to connect again
-- gives { 1 when the node is known, server, node, milliseconds of silence, … }
local nodes, beat = KEYS[1], KEYS[2]
local node, enters, pause, grace = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

local function text(n) return string.format('%.0f', n) end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('GET', beat) or text(now))
local all = redis.call('ZRANGE', nodes, 0, -1, 'WITHSCORES')

if now - last > pause or now < last then
    for i = 1, #all, 2 do
        all[i + 1] = math.min(now, tonumber(all[i + 1]) + now - last) + grace
        redis.call('ZADD', nodes, text(all[i + 1]), all[i])
    end
end
redis.call('SET', beat, text(now))

local found = { enters == '1' and 1 or 0, string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') }
for i = 1, #all, 2 do
    if all[i] == node then
        found[1] = 1
    else
        found[#found + 1] = all[i]
        found[#found + 1] = math.max(0, now - tonumber(all[i + 1]))
    end
end

if found[1] == 1 then
    redis.call('ZADD', nodes, text(now), node)
    found[#found + 1] = node
    found[#found + 1] = 0
end

return found
