#!lua flags=allow-oom
-- A member says that it leaves: it gives up its seats at nodes where it has no connection any more.
--
-- KEYS  room
-- ARGV  user
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 0 end

local member = cjson.decode(stored)
for node, connections in pairs(member.at) do
    if #connections == 0 then member.at[node] = nil end
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(member))
return 1
