-- The two DNS messages that the gateway needs (RFC 1035, section 4): a question for IPv4 addresses or for
-- the places of a service (SRV, RFC 2782), and its answer. Debian packages no DNS client for Nginx's Lua.

local bit = require("bit")

local byte, char, sub, concat = string.byte, string.char, string.sub, table.concat
local band, lshift, rshift = bit.band, bit.lshift, bit.rshift

local TYPES = { A = 1, SRV = 33 }
local CLASS_IN, TYPE_OPT = 1, 41
local HEADER_BYTES, RECORD_BYTES, SRV_BYTES = 12, 10, 6
local RECURSION_DESIRED, RESPONSE = 0x0100, 0x8000
-- What DNS Flag Day 2020 recommends; without it, answers end at 512 bytes.
local UDP_BYTES = 1232
local RCODE_OK, RCODE_NAME_ERROR = 0, 3

local dns_message = {}

local function uint16(value)
    return char(rshift(value, 8), band(value, 0xff))
end

local function read_uint16(message, at)
    local high, low = byte(message, at, at + 1)
    if not low then
        return nil
    end
    return lshift(high, 8) + low
end

--- A question of a type (A or SRV) with this id (16 bits), and the bytes of its question section.
function dns_message.question(id, host, type)
    local labels = {}
    for label in host:gmatch("[^.]+") do
        labels[#labels + 1] = char(#label) .. label
    end
    local section = concat(labels) .. "\0" .. uint16(TYPES[type]) .. uint16(CLASS_IN)
    local header = uint16(id) .. uint16(RECURSION_DESIRED) .. uint16(1) .. uint16(0) .. uint16(0) .. uint16(1)
    local extension = "\0" .. uint16(TYPE_OPT) .. uint16(UDP_BYTES) .. "\0\0\0\0" .. uint16(0)
    return header .. section .. extension, section
end

--- The position after a name: labels up to an empty one or a pointer. nil when the message ends first.
local function skip_name(message, at)
    while true do
        local length = byte(message, at)
        if not length then
            return nil
        elseif length == 0 then
            return at + 1
        elseif length >= 0xc0 then
            return at + 2
        end
        at = at + 1 + length
    end
end

--- The host name at a position, without pointers: RFC 2782 forbids them there. nil when it does not end before limit.
local function read_host(message, at, limit)
    local labels = {}
    while true do
        local length = byte(message, at)
        if not length or length >= 0xc0 or at + length >= limit then
            return nil
        elseif length == 0 then
            return concat(labels, ".")
        end
        labels[#labels + 1] = sub(message, at + 1, at + length)
        at = at + 1 + length
    end
end

local READERS = {
    A = function(message, data, data_length)
        return data_length == 4 and concat({ byte(message, data, data + 3) }, ".") or nil
    end,
    SRV = function(message, data, data_length)
        local host = data_length > SRV_BYTES and read_host(message, data + SRV_BYTES, data + data_length)
        return host and host ~= "" and { host = host, port = read_uint16(message, data + 4) } or nil
    end,
}

local function read_records(message, at, count, type)
    local found, least = {}, nil
    for _ = 1, count do
        at = skip_name(message, at)
        local data_length = at and read_uint16(message, at + 8)
        if not data_length or at + RECORD_BYTES + data_length > #message + 1 then
            return nil
        end
        local data = at + RECORD_BYTES
        local value = read_uint16(message, at) == TYPES[type] and read_uint16(message, at + 2) == CLASS_IN
            and READERS[type](message, data, data_length)
        if value then
            local ttl = read_uint16(message, at + 4) * 65536 + read_uint16(message, at + 6)
            least = least and math.min(least, ttl) or ttl
            found[#found + 1] = value
        end
        at = data + data_length
    end
    return found, least
end

--- Whether a message is an answer to this very question: an id, and the bytes of a question section.
function dns_message.answers(message, id, section)
    return #message >= HEADER_BYTES and read_uint16(message, 1) == id and band(read_uint16(message, 3), RESPONSE) ~= 0
        and sub(message, HEADER_BYTES + 1, HEADER_BYTES + #section):lower() == section:lower()
end

--- Reads the answer to a question. Returns addresses (A) or tables of host and port (SRV), and their smallest TTL in
--- seconds; or nil and "not_found" (the name has none) or "failed" (anything else).
function dns_message.answer(message, id, section, type)
    if not dns_message.answers(message, id, section) then
        return nil, "failed"
    end
    local code = band(read_uint16(message, 3), 0xf)
    if code == RCODE_NAME_ERROR then
        return nil, "not_found"
    elseif code ~= RCODE_OK then
        return nil, "failed"
    end
    local found, ttl = read_records(message, HEADER_BYTES + #section + 1, read_uint16(message, 7), type)
    if not found then
        return nil, "failed"
    elseif #found == 0 then
        return nil, "not_found"
    end
    return found, ttl
end

return dns_message
