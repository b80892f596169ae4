#!lua flags=no-writes
-- Reads events by their stream ids, until they have so many bytes.
--
-- KEYS  meta, marks
-- ARGV  bytes, stream ids
-- gives { term, how many of the ids were looked at, marks, stream id, entry, … }
local bytes = tonumber(ARGV[1])
local streams = redis.call('HKEYS', KEYS[2])
local found, looked = { redis.call('HGET', KEYS[1], 'term') or '', 0, redis.call('HGETALL', KEYS[2]) }, 0

for i = 2, #ARGV do
    if bytes <= 0 then break end
    looked = looked + 1
    for _, stream in ipairs(streams) do
        local entry = redis.call('XRANGE', stream, ARGV[i], ARGV[i])[1]
        if entry then
            found[#found + 1] = entry[1]
            found[#found + 1] = entry[2][2]
            bytes = bytes - #entry[2][2]
            break
        end
    end
end

found[2] = looked
return found
