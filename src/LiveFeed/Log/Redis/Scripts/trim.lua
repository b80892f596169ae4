#!lua flags=allow-oom
-- Removes the oldest events of a stream. Nothing is done when another node has already removed the first of them.
-- A server on which the term has not begun may have lost trims: nothing is trimmed before nodes can tell.
--
-- KEYS  meta, marks, trims, ids
-- ARGV  prefix, stream, first stream id, the one after the last, number of the last, rows for the nodes, then of each event number, topic, id
-- gives the number of the trim, or 0
local meta, marks, trims, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local prefix, stream = ARGV[1], ARGV[2]

local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', meta, 'server') ~= server then
    return redis.error_reply('STALE another server has begun the term')
end

local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
if not oldest or oldest[1] ~= ARGV[3] then return 0 end

redis.call('XTRIM', stream, 'MINID', ARGV[4])
for i = 7, #ARGV, 3 do
    redis.call('LREM', prefix .. 'topic:' .. ARGV[i + 1], 1, ARGV[i])
    if ARGV[i + 2] ~= '' then redis.call('HDEL', ids, ARGV[i + 2]) end
end

redis.call('HSET', marks, stream, ARGV[5])
local trim = redis.call('HINCRBY', meta, 'trim', 1)
redis.call('XADD', trims, 'MAXLEN', '~', '1000', '1-' .. trim, 'r', ARGV[6])
return trim
