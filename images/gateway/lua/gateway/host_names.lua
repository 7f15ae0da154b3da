-- The names under which clients may call: what a service reads in Host and X-Forwarded-Host.

local BAD_REQUEST, MISDIRECTED = 400, 421

local host_names = {}
local HostNames = {}
HostNames.__index = HostNames

--- Whether a text is a DNS name, an IPv4 address or an IPv6 address in brackets (RFC 3986, section 3.2.2).
function host_names.is_name(text)
    if #text == 0 or #text > 253 then
        return false
    elseif text:find("^%[[%x:.]+%]$") then
        return text:find(":", 1, true) ~= nil
    end
    for label in (text .. "."):gmatch("([^.]*)%.") do
        if #label < 1 or #label > 63 or not label:find("^[%w_-]+$") then
            return false
        end
    end
    return true
end

--- names: a list; empty when any name will do.
function host_names.new(names)
    local known = {}
    for _, name in ipairs(names) do
        known[name:lower()] = true
    end
    return setmetatable({ known = known, any = #names == 0 }, HostNames)
end

--- Whether a host (in lower case, without a port: $host) is one that every request may name.
function HostNames:knows(host)
    return self.known[host] ~= nil
end

--- The status for a request to a host, or nil. header: the whole Host header, which may have a port; nil for none.
function HostNames:refusal(host, header)
    local port = header and header:match("^[^:%[]*:(.*)$") or header and header:match("^%[[^%]]*%](.*)$")
    if not host_names.is_name(host) or port and not port:find("^:?%d?%d?%d?%d?%d?$") then
        return BAD_REQUEST
    elseif self.any or self:knows(host) then
        return nil
    end
    return MISDIRECTED
end

return host_names
