#!lua
-- Stores batches of events. Each batch is stored whole or not at all: ids are looked up before anything of it is written.
-- It also begins a term when this server did not give out the last position: see redis.md.
--
-- KEYS  meta, terms, marks, ids, members
-- ARGV  prefix, streams (with spaces between), then for each batch: the number of its events, and of each event
--       stream, topic, id, claim, member, value, entry
--       claim   the number of the stored event that has this id, as far as the caller knows; it has compared the two
--       member  a room's member that this event changes; value is empty when it leaves
-- gives { term, number of the last event, for each batch: the number before its first new event, or
--         { event, number, … } of its ids that are stored and that the caller has not compared,
--         or { -1, 0 } when a stored event that it has compared is gone }
local meta, terms, marks, ids, members = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local prefix, streams = ARGV[1], ARGV[2]
local fields = 7

local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local known = redis.call('HMGET', meta, 'server', 'term', 'number')
local term, number = known[2], tonumber(known[3] or '0')

local function text(n) return string.format('%.0f', n) end

if known[1] ~= server then
    local now = redis.call('TIME')
    local milliseconds = now[1] * 1000 + math.floor(now[2] / 1000)
    term = text(math.max(milliseconds, tonumber(term or '0') + 1))
    redis.call('HSET', meta, 'server', server, 'term', term)
    redis.call('RPUSH', terms, term .. ' ' .. text(number))
    redis.call('LTRIM', terms, -1000, -1)
end

if #ARGV == 2 or known[1] ~= server then
    for stream in string.gmatch(streams, '%S+') do redis.call('HSETNX', marks, stream, '0') end
end

local function stored(first, count)
    local found = {}
    for i = 0, count - 1 do
        local id, claim = ARGV[first + i * fields + 2], ARGV[first + i * fields + 3]
        local at = id ~= '' and redis.call('HGET', ids, id) or ''
        if at ~= claim then
            if at == '' then return { -1, 0 } end
            found[#found + 1] = i
            found[#found + 1] = tonumber(at)
        end
    end
    return found
end

local before, answers, at = number, {}, 3
while at <= #ARGV do
    local count, first = tonumber(ARGV[at]), at + 1
    local found = stored(first, count)
    if #found > 0 then
        answers[#answers + 1] = found
    else
        answers[#answers + 1] = number
        for event = first, first + (count - 1) * fields, fields do
            local stream, topic, id, claim = ARGV[event], ARGV[event + 1], ARGV[event + 2], ARGV[event + 3]
            if claim == '' then
                number = number + 1
                local n = text(number)
                redis.call('XADD', stream, term .. '-' .. n, 'e', ARGV[event + 6])
                redis.call('RPUSH', prefix .. 'topic:' .. topic, n)
                if id ~= '' then redis.call('HSET', ids, id, n) end
                if ARGV[event + 4] ~= '' then
                    if ARGV[event + 5] == '' then
                        redis.call('HDEL', members, ARGV[event + 4])
                    else
                        redis.call('HSET', members, ARGV[event + 4], ARGV[event + 5])
                    end
                end
            end
        end
    end
    at = first + count * fields
end

if number > before then
    redis.call('HSET', meta, 'number', text(number))
    redis.call('SPUBLISH', prefix .. 'wake', text(number))
end

return { term, number, answers }
