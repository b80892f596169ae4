#!lua
-- Stores batches of events. Each batch is stored whole or not at all: ids are looked up before anything of it is written.
-- It also begins a term when this server did not give out the last position: see redis.md.
--
-- KEYS  meta, terms, marks, ids, rooms, the node's seats, leaving
-- ARGV  prefix, node, the last terms that the caller knows and their starts, then for each batch: the number of its
--       events, how many fields each has, and of each event
--       stream, topic, id, entry, and when any event of the batch has one of these: claim, room, user, change
--       claim   the number of the stored event that has this id, as far as the caller knows; it has compared the two
--       room    whose member the event changes, when it is a join or a leave; change is empty for a leave, else
--               { "name", "since", "member" }. The first seat of a member at any node is its join, the last its leave
-- publishes on wake what it has stored, so that no node needs to read it: the term, the number before the first event, a
--       line end, and of each event the length of its entry in 4 bytes, little-endian, and the entry. When that is large,
--       only the number of the last event
-- gives { term, number of the last event, the term and its start ("term start") when the caller does not know the term,
--         for each batch: the number before its first new event, or
--         { event, number, … } of its ids that are stored and that the caller has not compared,
--         or { -1, 0 } when a stored event that it has compared is gone,
--         or { -2, number } when a member has other seats: nothing is stored, the number is that of its join }
local meta, terms, marks, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local rooms, seats, leaving = KEYS[5], KEYS[6], KEYS[7]
local prefix, node = ARGV[1], ARGV[2]
local header, short = 3, 4
local maxPushed = 1048576 -- bytes

local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local known = redis.call('HMGET', meta, 'server', 'term', 'number')
local term, number = known[2], tonumber(known[3] or '0')

local function text(n) return string.format('%.0f', n) end

-- include forget-torn.lua

-- The caller has seen terms that this server has lost, or has never had: nothing of them is kept.
local latest, forgotten, heard = term or '0', {}, {}
for name, start in string.gmatch(ARGV[3], '(%d+) (%d+)') do
    heard[name] = true
    if tonumber(name) > tonumber(latest) then
        latest = name
        if term then forgotten[#forgotten + 1] = name .. ' ' .. text(math.min(tonumber(start), number)) end
    end
end

-- It has been the primary of its term all the time, and there is a newer one: another server has taken its place, and it
-- does not know yet. What it would take now is lost soon.
if known[1] == server and #forgotten > 0 then
    return redis.error_reply('STALE another server has taken this one\'s place')
end

if known[1] ~= server then
    local now = redis.call('TIME')
    local milliseconds = now[1] * 1000 + math.floor(now[2] / 1000)
    term = text(math.max(milliseconds, tonumber(latest) + 1))
    redis.call('HSET', meta, 'server', server, 'term', term, 'kept', redis.call('HGET', meta, 'trim') or '0')
    forgetTorn()
    forgotten[#forgotten + 1] = term .. ' ' .. text(number)
    redis.call('RPUSH', terms, unpack(forgotten))
    redis.call('LTRIM', terms, -1000, -1)
end

local function stored(first, count, fields)
    local found = {}
    for i = 0, count - 1 do
        local event = first + i * fields
        local id, claim = ARGV[event + 2], fields > short and ARGV[event + 4] or ''
        local at = id ~= '' and redis.call('HGET', ids, id) or ''
        if at ~= claim then
            if at == '' then return { -1, 0 } end
            found[#found + 1] = i
            found[#found + 1] = tonumber(at)
        end
    end
    return found
end

-- The seat that an event takes or gives back. Gives the number of the member's join when that is all: it is in already,
-- or still.
local function seated(event)
    local room, user, change = ARGV[event + 5], ARGV[event + 6], ARGV[event + 7]
    local stored = redis.call('HGET', prefix .. 'room:' .. room, user)
    local member = stored and cjson.decode(stored)
    local seat = room .. '\n' .. user
    redis.call('SREM', leaving, seat)
    if change ~= '' then
        redis.call('SADD', seats, seat)
        if not member then return nil end
        member.member = cjson.decode(change).member
        member.at[node] = { member.member }
    else
        redis.call('SREM', seats, seat)
        if not member then return number end
        member.at[node] = nil
        if not next(member.at) then return nil end
    end
    redis.call('HSET', prefix .. 'room:' .. room, user, cjson.encode(member))
    return tonumber(member.join)
end

-- The event is stored.
local function settle(event, n)
    local room, user, change = ARGV[event + 5], ARGV[event + 6], ARGV[event + 7]
    local key = prefix .. 'room:' .. room
    if change == '' then
        redis.call('HDEL', key, user)
        if redis.call('EXISTS', key) == 0 then redis.call('SREM', rooms, room) end
        return
    end
    local joined = cjson.decode(change)
    redis.call('SADD', rooms, room)
    redis.call('HSET', key, user, cjson.encode({
        name = joined.name, since = joined.since, join = n, member = joined.member, at = { [node] = { joined.member } },
    }))
end

local before, answers, at = number, {}, header + 1
local marked, indexed, pushed, bytes = {}, {}, {}, 0 -- streams; the numbers of each topic; lengths and entries
while at <= #ARGV do
    local count, fields, first = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), at + 2
    local hasMore = fields > short
    local found = stored(first, count, fields)
    local join = #found == 0 and count == 1 and hasMore and ARGV[first + 5] ~= '' and seated(first)
    if #found > 0 then
        answers[#answers + 1] = found
    elseif join then
        answers[#answers + 1] = { -2, join }
    else
        answers[#answers + 1] = number
        for event = first, first + (count - 1) * fields, fields do
            local stream, topic, id, entry = ARGV[event], ARGV[event + 1], ARGV[event + 2], ARGV[event + 3]
            if not hasMore or ARGV[event + 4] == '' then
                number = number + 1
                local n = text(number)
                if not marked[stream] then -- one that has no mark is not read
                    marked[stream] = redis.call('HSETNX', marks, stream, '0')
                end
                redis.call('XADD', stream, term .. '-' .. n, 'e', entry)
                local numbers = indexed[topic] or {}
                indexed[topic], numbers[#numbers + 1] = numbers, n
                if id ~= '' then redis.call('HSET', ids, id, n) end
                if hasMore and ARGV[event + 5] ~= '' then settle(event, n) end
                bytes = bytes + #entry
                if bytes <= maxPushed then
                    pushed[#pushed + 1] = struct.pack('<I4', #entry)
                    pushed[#pushed + 1] = entry
                end
            end
        end
    end
    at = first + count * fields
end

if number > before then
    for topic, numbers in pairs(indexed) do
        for i = 1, #numbers, 1000 do -- Lua takes some thousand arguments
            redis.call('RPUSH', prefix .. 'topic:' .. topic, unpack(numbers, i, math.min(i + 999, #numbers)))
        end
    end
    redis.call('HSET', meta, 'number', text(number))
    redis.call('SPUBLISH', prefix .. 'wake',
        bytes <= maxPushed and term .. ' ' .. text(before) .. '\n' .. table.concat(pushed) or text(number))
end

return { term, number, heard[term] and '' or redis.call('LINDEX', terms, -1), answers }
