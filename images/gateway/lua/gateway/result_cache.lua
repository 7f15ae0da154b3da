-- Results of verifications, by the exact value of the header. It lives in one worker's memory: a worker is
-- started anew at every reload, so a result never outlives the authorities and lists that it rests on.

local lrucache = require("resty.lrucache")

local result_cache = {}
local ResultCache = {}
ResultCache.__index = ResultCache

-- A longer value is verified every time, which bounds the memory: entries * this.
local MAX_KEY_BYTES = 16384

--- A cache of at most so many results.
function result_cache.new(entries)
    return setmetatable({ entries = assert(lrucache.new(entries)) }, ResultCache)
end

--- The result for a value, or nil when there is none that is still good at now (seconds since 1970).
function ResultCache:get(value, now)
    local result = self.entries:get(value)
    if result and now < result.good_until then
        return result
    end
end

--- Keeps a result until its good_until.
function ResultCache:put(value, result)
    if #value <= MAX_KEY_BYTES then
        self.entries:set(value, result)
    end
end

return result_cache
