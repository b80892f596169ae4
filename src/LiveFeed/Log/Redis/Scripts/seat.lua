#!lua flags=allow-oom
-- The connections of a member at a node have changed. A member that is not in stays out, and has no seat: a join takes
-- one.
--
-- KEYS  room, the node's seats, leaving
-- ARGV  name of the room, user, node, member ids of its connections (JSON; empty while it is away)
-- gives 1 when the member is in
local stored = redis.call('HGET', KEYS[1], ARGV[2])
local seat = ARGV[1] .. '\n' .. ARGV[2]
if not stored then
    redis.call('SREM', KEYS[2], seat)
    return 0
end

local member = cjson.decode(stored)
local here = cjson.decode(ARGV[4])
member.at[ARGV[3]] = here
member.member = here[#here] or member.member
redis.call('HSET', KEYS[1], ARGV[2], cjson.encode(member))
redis.call('SADD', KEYS[2], seat)
redis.call('SREM', KEYS[3], seat)
return 1
