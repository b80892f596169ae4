#!lua flags=allow-oom
-- Takes some seats away from a node that is gone. Members that have no other are noted: they are to leave.
--
-- KEYS  the node's seats, leaving, nodes, gone
-- ARGV  prefix, node, how many
-- gives 1 when it may have more
if redis.call('ZSCORE', KEYS[3], ARGV[2]) then
    redis.call('SREM', KEYS[4], ARGV[2]) -- it is back, and has its members join again
    return 0
end

local seats = redis.call('SPOP', KEYS[1], ARGV[3])
for _, seat in ipairs(seats) do
    local room, user = string.match(seat, '^([^\n]*)\n(.*)$')
    local key = ARGV[1] .. 'room:' .. room
    local stored = redis.call('HGET', key, user)
    if stored then
        local member = cjson.decode(stored)
        member.at[ARGV[2]] = nil
        redis.call('HSET', key, user, cjson.encode(member))
        if not next(member.at) then redis.call('SADD', KEYS[2], seat) end
    end
end
if #seats == tonumber(ARGV[3]) then return 1 end

redis.call('SREM', KEYS[4], ARGV[2])
return 0
