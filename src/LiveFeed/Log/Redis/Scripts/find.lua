#!lua flags=no-writes
-- Finds the numbers of topics' events after a number, oldest first, or before it, newest first.
--
-- KEYS  meta, marks
-- ARGV  prefix, after or before, the number, how many of each topic, topics
-- gives { term, marks, for each topic its numbers }
local prefix, direction, number, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local found = { redis.call('HGET', KEYS[1], 'term') or '', redis.call('HGETALL', KEYS[2]) }

for i = 5, #ARGV do
    local key = prefix .. 'topic:' .. ARGV[i]
    local low, high = 0, redis.call('LLEN', key) -- the index of the first number that is greater, or at least as great
    if high > 0 and tonumber(redis.call('LINDEX', key, -1)) < number then low = high end
    while low < high do
        local middle = math.floor((low + high) / 2)
        local there = tonumber(redis.call('LINDEX', key, middle))
        if there > number or (there == number and direction == 'before') then
            high = middle
        else
            low = middle + 1
        end
    end
    if direction == 'after' then
        found[#found + 1] = redis.call('LRANGE', key, low, low + most - 1)
    elseif low == 0 then
        found[#found + 1] = {}
    else
        found[#found + 1] = redis.call('LRANGE', key, math.max(0, low - most), low - 1)
    end
end

return found
