#!lua flags=allow-oom
-- Says which node trims: the first that asks, for as long as it asks again in time.
--
-- KEYS  trimmer
-- ARGV  node, milliseconds until it must have asked again
-- gives 1 when it is this node
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
