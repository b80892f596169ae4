-- A part of append.lua, whose keys and prefix it uses.
-- Removes events of appends of which a killed server had written a part: such a server runs that part at its next start but
-- one, see redis.md. Nobody was answered for them. They stand behind the end of their term, and events of a later term have
-- their numbers.

-- The topic and the id of an entry, as StoredEvent writes them: each after its length, behind the times and the name.
local function labels(entry)
    local has, at = string.byte(entry, 2), 11
    if has >= 128 then at = at + 8 end
    local function take(flag)
        if flag and bit.band(has, flag) == 0 then return '' end
        local length = struct.unpack('<I4', entry, at)
        at = at + 4 + length
        return string.sub(entry, at - length, at - 1)
    end
    take(nil)
    local topic = take(2)
    take(4)
    return topic, take(8)
end

local function forgetTorn()
    local ended = {} -- the last terms: a server that starts more often has come to its torn append meanwhile
    for i, one in ipairs(redis.call('LRANGE', terms, -8, -1)) do
        local name, start = string.match(one, '(%d+) (%d+)')
        ended[i] = { name = name, start = tonumber(start) }
    end

    -- The topic and the id of the event that has a number now.
    local function kept(stream, n)
        for i = #ended, 1, -1 do
            if tonumber(n) > ended[i].start then
                local id = ended[i].name .. '-' .. n
                local found = redis.call('XRANGE', stream, id, id)[1]
                if found then return labels(found[2][2]) end
                return nil
            end
        end
    end

    for _, stream in ipairs(redis.call('HKEYS', marks)) do
        for i = 1, #ended - 1 do
            local first = '(' .. ended[i].name .. '-' .. text(ended[i + 1].start)
            for _, torn in ipairs(redis.call('XRANGE', stream, first, ended[i].name .. '-18446744073709551615')) do
                local n = string.match(torn[1], '-(%d+)')
                local topic, id = labels(torn[2][2])
                local keptTopic, keptId = kept(stream, n)
                redis.call('XDEL', stream, torn[1])
                if id ~= '' and id ~= keptId and redis.call('HGET', ids, id) == n then redis.call('HDEL', ids, id) end
                local index = prefix .. 'topic:' .. topic
                local extra = #redis.call('LPOS', index, n, 'COUNT', 0) - (topic == keptTopic and 1 or 0)
                if extra > 0 then redis.call('LREM', index, extra, n) end
            end
        end
    end
end
