-- Percent decoding of the header that carries the certificate (RFC 3986, section 2.1).
-- Form decoding would turn '+' into a space and so break base64; this decoder is strict instead:
-- a character that the load balancer never sends unescaped makes the value malformed.

local find, gsub, char = string.find, string.gsub, string.char

local percent = {}

local function byte_of(hex)
    return char(tonumber(hex, 16))
end

--- Decodes a header value. Returns the bytes, or nil when the value is malformed.
function percent.decode(value)
    if find(value, "[^%w%%+/=_.~%-]") then
        return nil
    end
    local _, escapes = gsub(value, "%%", "")
    local decoded, replaced = gsub(value, "%%(%x%x)", byte_of)
    if replaced ~= escapes then
        return nil
    end
    return decoded
end

return percent
