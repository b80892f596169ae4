#!lua flags=no-writes
-- Reads a page of each stream, so many events and about so many bytes at most, as of one moment.
--
-- KEYS  meta, terms, marks, trims
-- ARGV  XRANGE or XREVRANGE, the stream id to begin with, the one to end with, events, bytes,
--       the term that the caller knows, the number of the last trim that it knows (empty: it wants none)
-- gives { term, number of the last event, last trim, terms (empty when the caller knows the last), marks, trims,
--         for each stream { 1 when there may be more, stream id, entry, … },
--         the last trim that the server had when the term began }
local meta, terms, marks, trims = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local command, from, to, most, bytes = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local state = redis.call('HMGET', meta, 'term', 'number', 'trim', 'kept')
local trimmed = redis.call('HGETALL', marks)
local pages = {}

-- In slices that grow while events are small: a slice is in memory whole.
local function page(key)
    local found, held, next, slice = { 0 }, 0, from, 16
    while true do
        local count = math.min(slice, most - (#found - 1) / 2)
        local entries = redis.call(command, key, next, to, 'COUNT', count)
        local read = 0
        for _, entry in ipairs(entries) do
            found[#found + 1] = entry[1]
            found[#found + 1] = entry[2][2]
            read = read + #entry[2][2]
        end
        held = held + read
        if #entries < count then return found end
        if held >= bytes or (#found - 1) / 2 >= most then
            found[1] = 1
            return found
        end
        next = '(' .. entries[#entries][1]
        slice = read < bytes / 32 and slice * 4 or slice
    end
end

for i = 1, #trimmed, 2 do pages[#pages + 1] = page(trimmed[i]) end

return {
    state[1] or '', tonumber(state[2] or '0'), tonumber(state[3] or '0'),
    state[1] ~= ARGV[6] and redis.call('LRANGE', terms, 0, -1) or {},
    trimmed,
    ARGV[7] ~= '' and redis.call('XRANGE', trims, '(1-' .. ARGV[7], '+') or {},
    pages, tonumber(state[4] or '0'),
}
