#!lua flags=allow-oom
-- Keeps the key that signs tickets, unless there is one.
--
-- KEYS  ticket-key
-- ARGV  the key
-- gives the one that is kept
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
