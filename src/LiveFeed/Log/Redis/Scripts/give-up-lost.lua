#!lua flags=allow-oom
-- A member says that it leaves: it gives up its seats at other nodes where it has no connection any more. When the one that
-- says it has come from another node, that one was killed, or has not noticed that it is gone.
--
-- KEYS  room
-- ARGV  user, node, member id of the connection when it has come from another node, else empty
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 0 end

local member = cjson.decode(stored)
for node, connections in pairs(member.at) do
    if node ~= ARGV[2] then
        local others = {}
        for _, id in ipairs(connections) do
            if id ~= ARGV[3] then others[#others + 1] = id end
        end
        member.at[node] = others[1] and others
    end
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(member))
return 1
